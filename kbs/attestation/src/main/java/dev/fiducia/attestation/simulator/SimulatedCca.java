package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A simulated Arm CCA platform, known by its attestation key (CPAK).
///
/// Nothing protects the key, so only a test or a demonstration may name it as a trust anchor.
public final class SimulatedCca {

    private static final String KEY = "cpak-key.pem";
    private static final String PUBLIC_KEY = "cpak.pem";
    private static final String ANCHORS = "tastore.json";
    private static final EcCurve CURVE = EcCurve.P384;

    private final KeyPair cpak;
    private final CryptoSuite crypto;

    private SimulatedCca(KeyPair cpak, CryptoSuite crypto) {
        this.cpak = cpak;
        this.crypto = crypto;
    }

    /// A platform with a new key.
    public static SimulatedCca create(CryptoSuite crypto) {
        return new SimulatedCca(crypto.generateEc(CURVE), crypto);
    }

    /// The platform whose key is in a directory, made there when the directory has none;
    /// `tastore.json` is what a service has to name.
    public static SimulatedCca openOrCreate(Path directory, CryptoSuite crypto) throws IOException {
        if (!Files.exists(directory.resolve(KEY))) {
            create(directory, crypto);
        }
        try {
            String key = Files.readString(directory.resolve(KEY), StandardCharsets.US_ASCII);
            String open =
                    Files.readString(directory.resolve(PUBLIC_KEY), StandardCharsets.US_ASCII);
            return new SimulatedCca(
                    new KeyPair(
                            crypto.ecPublicKey(Pem.content(open)),
                            crypto.ecPrivateKey(Pem.content(key))),
                    crypto);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "The simulated platform in " + directory + " is damaged: " + e.getMessage(), e);
        }
    }

    /// A realm with a new key, and evidence of it in the making.
    public SimulatedRealm realm() {
        return new SimulatedRealm(this, crypto.generateEc(CURVE), crypto);
    }

    /// The file of trust anchors that names this platform, JSON.
    public String trustAnchors() {
        ECPublicKey key = (ECPublicKey) cpak.getPublic();
        ArrayNode anchors = JsonNodeFactory.instance.arrayNode();
        ObjectNode anchor = anchors.addObject();
        ObjectNode jwk = anchor.putObject("pkey");
        jwk.put("kty", "EC").put("crv", CURVE.jwkName()).put("alg", "ES384");
        jwk.put("x", base64Url(coordinate(key.getW().getAffineX())));
        jwk.put("y", base64Url(coordinate(key.getW().getAffineY())));
        anchor.put("implementation-id", HexFormat.of().formatHex(implementationId()));
        anchor.put("instance-id", HexFormat.of().formatHex(instanceId()));
        return anchors.toPrettyString();
    }

    KeyPair cpak() {
        return cpak;
    }

    byte[] implementationId() {
        return crypto.digest(
                HashAlgorithm.SHA256, "simulated CCA".getBytes(StandardCharsets.US_ASCII));
    }

    /// 01 ‖ the hash of the key, as EAT's UEID of a random kind has it.
    byte[] instanceId() {
        byte[] id = new byte[33];
        id[0] = 1;
        byte[] hash = crypto.digest(HashAlgorithm.SHA256, cpak.getPublic().getEncoded());
        System.arraycopy(hash, 0, id, 1, hash.length);
        return id;
    }

    /// 04 ‖ x ‖ y.
    static byte[] point(ECPublicKey key) {
        byte[] point = new byte[1 + 2 * CURVE.coordinateLength()];
        point[0] = 4;
        byte[] x = coordinate(key.getW().getAffineX());
        byte[] y = coordinate(key.getW().getAffineY());
        System.arraycopy(x, 0, point, 1, x.length);
        System.arraycopy(y, 0, point, 1 + x.length, y.length);
        return point;
    }

    private static byte[] coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int length = CURVE.coordinateLength();
        byte[] fixed = new byte[length];
        byte[] digits = bytes.length > length ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        System.arraycopy(digits, 0, fixed, length - digits.length, digits.length);
        return fixed;
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// The private key is written last: with it the identity exists.
    private static void create(Path directory, CryptoSuite crypto) throws IOException {
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        SimulatedCca platform = create(crypto);
        Files.writeString(directory.resolve(ANCHORS), platform.trustAnchors());
        Files.writeString(
                directory.resolve(PUBLIC_KEY),
                Pem.publicKey(platform.cpak.getPublic().getEncoded()));
        Path key =
                Files.createFile(
                        directory.resolve(KEY),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, Pem.privateKey(platform.cpak.getPrivate().getEncoded()));
    }
}
