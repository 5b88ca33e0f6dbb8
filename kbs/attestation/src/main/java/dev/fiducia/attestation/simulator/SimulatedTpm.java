package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A simulated machine with a plain TPM, and evidence as the guest's attester sends it. Nothing
/// protects its key. Not thread-safe.
public final class SimulatedTpm {

    private static final int UKI_REGISTER = 11;
    private static final int RSA_BITS = 2048;
    private static final String KEY = "ak-key.pem";
    private static final String PUBLIC_KEY = "ak.pem";

    private final SimulatedVtpm vtpm;

    private SimulatedTpm(SimulatedVtpm vtpm, CryptoSuite crypto) {
        this.vtpm = vtpm;
        vtpm.extend(UKI_REGISTER, crypto.digest(HashAlgorithm.SHA256));
    }

    /// A machine that has just booted, with a new attestation key: PCR 11 holds its image, PCR 8
    /// nothing yet.
    public static SimulatedTpm boot(CryptoSuite crypto) {
        return new SimulatedTpm(SimulatedVtpm.create(crypto), crypto);
    }

    /// The same with the attestation key in a directory, made there when the directory has none;
    /// `ak.pem` is what a service has to name.
    public static SimulatedTpm bootWithKeyIn(Path directory, CryptoSuite crypto)
            throws IOException {
        if (!Files.exists(directory.resolve(KEY))) {
            create(directory, crypto);
        }
        try {
            String key = Files.readString(directory.resolve(KEY), StandardCharsets.US_ASCII);
            String open =
                    Files.readString(directory.resolve(PUBLIC_KEY), StandardCharsets.US_ASCII);
            KeyPair keys =
                    new KeyPair(
                            crypto.rsaPublicKey(Pem.content(open)),
                            crypto.rsaPrivateKey(Pem.content(key)));
            return new SimulatedTpm(SimulatedVtpm.of(keys, crypto), crypto);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "The simulated TPM in " + directory + " is damaged: " + e.getMessage(), e);
        }
    }

    /// Extends PCR 8 with the first 32 bytes of an initdata digest, as pod VM images do.
    public SimulatedTpm initdata(byte[] digest) {
        vtpm.extend(8, Arrays.copyOf(digest, 32));
        return this;
    }

    /// The public part of the attestation key, PEM.
    public String publicKeyPem() {
        return Pem.publicKey(vtpm.publicKey().getEncoded());
    }

    /// The evidence of a handshake: the nonce is cut or padded to 32 bytes, as the attester does.
    public ObjectNode evidence(byte[] nonce) {
        return evidence(vtpm.quote(Arrays.copyOf(nonce, 32)));
    }

    ObjectNode evidence(SimulatedQuote quote) {
        byte[] message = quote.message();
        byte[] signature = quote.sign(message);
        byte[] structure =
                ByteBuffer.allocate(6 + signature.length)
                        .putShort((short) 0x0014)
                        .putShort((short) 0x000B)
                        .putShort((short) signature.length)
                        .put(signature)
                        .array();
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        Base64.Encoder base64 = Base64.getEncoder();
        evidence.put("ak_public", base64.encodeToString(vtpm.publicKey().getEncoded()));
        ObjectNode json = evidence.putObject("tpm_quote");
        json.put("signature", base64.encodeToString(structure));
        json.put("message", base64.encodeToString(message));
        ArrayNode pcrs = json.putArray("pcrs");
        for (byte[] value : quote.values()) {
            pcrs.add(HexFormat.of().formatHex(value));
        }
        return evidence;
    }

    SimulatedVtpm vtpm() {
        return vtpm;
    }

    /// The private key is written last: with it the identity exists.
    private static void create(Path directory, CryptoSuite crypto) throws IOException {
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        KeyPair keys = crypto.generateRsa(RSA_BITS);
        Files.writeString(
                directory.resolve(PUBLIC_KEY), Pem.publicKey(keys.getPublic().getEncoded()));
        Path key =
                Files.createFile(
                        directory.resolve(KEY),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, Pem.privateKey(keys.getPrivate().getEncoded()));
    }
}
