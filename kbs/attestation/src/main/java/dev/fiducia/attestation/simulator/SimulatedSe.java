package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.se.Coordinates;
import dev.fiducia.attestation.se.ImageHeader;
import dev.fiducia.attestation.se.Measurement;
import dev.fiducia.attestation.se.SeConfig;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A simulated machine of IBM Z with a guest in Secure Execution: it opens requests that were made
/// for its host key and measures the guest as they ask.
///
/// Nothing protects the host key, so only a test or a demonstration may name the root above it.
public final class SimulatedSe {

    private static final String KEY = "host-key.pem";
    private static final String DOCUMENT = "host-key-document.pem";
    private static final String CERTIFICATES = "certificates.pem";
    private static final String ROOT = "root.pem";
    private static final String LISTS = "revoked.pem";
    private static final String HEADER = "header.bin";
    private static final String CODE = "simulated-se";
    private static final int MAX_REQUEST = 64 << 10;
    private static final int USER_DATA = 64;

    private final KeyPair hostKey;
    private final byte[] header;
    private final byte[] guestId;
    private final CryptoSuite crypto;

    SimulatedSe(KeyPair hostKey, byte[] header, CryptoSuite crypto) {
        this.hostKey = hostKey;
        this.header = header.clone();
        this.guestId = crypto.randomBytes(16);
        this.crypto = crypto;
    }

    /// A machine with a new host key, and a guest with an image of its own.
    static SimulatedSe create(CryptoSuite crypto) {
        return new SimulatedSe(crypto.generateEc(EcCurve.P521), header(crypto), crypto);
    }

    /// The machine whose host key is in a directory, made there when the directory has none, with
    /// all that a service has to name: [#config(Path)].
    public static SimulatedSe openOrCreate(Path directory, Instant now, CryptoSuite crypto)
            throws IOException {
        if (!Files.exists(directory.resolve(KEY))) {
            create(directory, now, crypto);
        }
        try {
            byte[] document =
                    Pem.content(
                            Files.readString(
                                    directory.resolve(DOCUMENT), StandardCharsets.US_ASCII));
            byte[] key =
                    Pem.content(
                            Files.readString(directory.resolve(KEY), StandardCharsets.US_ASCII));
            return new SimulatedSe(
                    new KeyPair(
                            crypto.ecPublicKey(
                                    crypto.certificate(document).getPublicKey().getEncoded()),
                            crypto.ecPrivateKey(key)),
                    Files.readAllBytes(directory.resolve(HEADER)),
                    crypto);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "The simulated machine in " + directory + " is damaged: " + e.getMessage(), e);
        }
    }

    /// What a service has to name of the machine in a directory.
    public static SeConfig config(Path directory) {
        return new SeConfig(
                List.of(directory.resolve(DOCUMENT)),
                List.of(directory.resolve(CERTIFICATES)),
                List.of(directory.resolve(ROOT)),
                List.of(directory.resolve(LISTS)),
                directory.resolve(HEADER));
    }

    /// Evidence for a challenge, bound to report data of at most 64 bytes.
    ///
    /// @throws RefusedException when the challenge is no request for this machine
    public ObjectNode evidence(String challenge, byte[] reportData) throws RefusedException {
        return evidence(challenge, reportData, guestId, additionalData());
    }

    ObjectNode evidence(
            String challenge, byte[] reportData, byte[] guestIdNow, byte[] additionalData)
            throws RefusedException {
        JsonPlace request = new JsonPlace(json(challenge), "challenge", CODE);
        byte[] block = request.member("request_blob").base64UpTo(MAX_REQUEST);
        byte[] secrets = new SimulatedUltravisor(hostKey, crypto).open(block);
        byte[] tags = ImageHeader.tags(header);
        byte[] userData = Arrays.copyOf(reportData, USER_DATA);
        Measurement measured = new Measurement(tags, guestIdNow, userData, additionalData);
        byte[] measurement =
                measured.compute(
                        Arrays.copyOf(secrets, 64), Arrays.copyOfRange(secrets, 64, 80), crypto);
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        evidence.put("measurement", base64(measurement));
        evidence.put("additional_data", base64(additionalData));
        evidence.put("user_data", base64(userData));
        evidence.put("cuid", base64(guestIdNow));
        evidence.set("encr_measurement_key", request.member("encr_measurement_key").node());
        evidence.set("encr_request_nonce", request.member("encr_request_nonce").node());
        evidence.set("image_hdr_tags", request.member("image_hdr_tags").node());
        return evidence;
    }

    KeyPair hostKey() {
        return hostKey;
    }

    byte[] header() {
        return header.clone();
    }

    /// What the host key is called.
    byte[] hostKeyHash() {
        return crypto.digest(
                HashAlgorithm.SHA256, Coordinates.of((ECPublicKey) hostKey.getPublic()));
    }

    /// The same machine with a guest from another image.
    SimulatedSe withImage(byte[] otherHeader) {
        return new SimulatedSe(hostKey, otherHeader, crypto);
    }

    private byte[] additionalData() {
        return ByteBuffer.allocate(64).put(hostKeyHash()).put(hostKeyHash()).array();
    }

    private static JsonNode json(String challenge) throws RefusedException {
        return switch (StrictJson.read(challenge.getBytes(StandardCharsets.UTF_8))) {
            case StrictJson.Result.Read(JsonNode read) -> read;
            case StrictJson.Result.Unreadable(var refusal) -> throw new RefusedException(refusal);
        };
    }

    /// A header of version 1 around random digests, one slot long.
    static byte[] header(CryptoSuite crypto) {
        int length = 0x1A0 + 80 + 128 + 16;
        byte[] bytes = crypto.randomBytes(length);
        ByteBuffer.wrap(bytes)
                .put("IBMSecEx".getBytes(StandardCharsets.US_ASCII))
                .putInt(0x100)
                .putInt(length);
        return bytes;
    }

    /// The host key is written last: with it the identity exists.
    private static void create(Path directory, Instant now, CryptoSuite crypto) throws IOException {
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        SimulatedIbm vendor = SimulatedIbm.create(now, crypto);
        SimulatedSe machine = create(crypto);
        write(directory, vendor, machine);
        Path key =
                Files.createFile(
                        directory.resolve(KEY),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, Pem.privateKey(machine.hostKey.getPrivate().getEncoded()));
    }

    static void write(Path directory, SimulatedIbm vendor, SimulatedSe machine) throws IOException {
        SeConfig files = config(directory);
        Files.writeString(
                files.hostKeys().getFirst(),
                Pem.certificates(vendor.hostKeyDocument(machine.hostKey.getPublic())));
        Files.writeString(files.certificates().getFirst(), vendor.certificatesPem());
        Files.writeString(files.roots().getFirst(), vendor.rootPem());
        Files.writeString(files.revocationLists().getFirst(), vendor.lists());
        Files.write(files.imageHeader(), machine.header);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
