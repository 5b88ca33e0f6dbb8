package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Evidence of a realm in the making: both tokens, and what an attester wraps them in. Every setter
/// returns the same builder.
public final class SimulatedRealm {

    private static final int ES384 = -35;
    private static final int SECURED = 0x3000;

    private final SimulatedCca platform;
    private final KeyPair rak;
    private final CryptoSuite crypto;
    private final Map<Long, byte[]> platformClaims = new TreeMap<>();
    private final Map<Long, byte[]> realmClaims = new TreeMap<>();
    private int algorithm = ES384;

    SimulatedRealm(SimulatedCca platform, KeyPair rak, CryptoSuite crypto) {
        this.platform = platform;
        this.rak = rak;
        this.crypto = crypto;
        realmClaims.put(10L, bytes(new byte[64]));
        realmClaims.put(44_235L, bytes(new byte[64]));
        realmClaims.put(44_236L, text("sha-256"));
        realmClaims.put(44_238L, bytes(hash("realm image")));
        CborWriter registers = new CborWriter().array(4);
        for (int i = 0; i < 4; i++) {
            registers.bytes(new byte[32]);
        }
        realmClaims.put(44_239L, registers.toByteArray());
        realmClaims.put(44_240L, text("sha-256"));
        key(SimulatedCca.point((ECPublicKey) rak.getPublic()));
        platformClaims.put(265L, text("http://arm.com/CCA-SSD/1.0.0"));
        platformClaims.put(2396L, bytes(platform.implementationId()));
        platformClaims.put(256L, bytes(platform.instanceId()));
        platformClaims.put(2401L, bytes(new byte[] {(byte) 0xCF}));
        platformClaims.put(2399L, components("BL2", "RMM"));
        platformClaims.put(2402L, text("sha-256"));
        lifecycle(SECURED);
    }

    /// The challenge: padded with zeros to 64 bytes, as the attester does.
    public SimulatedRealm challenge(byte[] data) {
        if (data.length > 64) {
            throw new IllegalArgumentException("CCA takes at most 64 bytes of report data");
        }
        realmClaims.put(10L, bytes(Arrays.copyOf(data, 64)));
        return this;
    }

    /// The personalization value: the initdata digest, padded to 64 bytes.
    public SimulatedRealm personalization(byte[] digest) {
        realmClaims.put(44_235L, bytes(Arrays.copyOf(digest, 64)));
        return this;
    }

    /// The platform's security lifecycle.
    public SimulatedRealm lifecycle(int value) {
        platformClaims.put(2395L, new CborWriter().integer(value).toByteArray());
        return this;
    }

    /// Tokens as of RMM 1.0's later drafts: both name a profile, the realm's key is a COSE_Key.
    public SimulatedRealm profiled() {
        platformClaims.put(265L, text("tag:arm.com,2023:cca_platform#1.0.0"));
        realmClaims.put(265L, text("tag:arm.com,2023:realm#1.0.0"));
        byte[] point = SimulatedCca.point((ECPublicKey) rak.getPublic());
        return key(
                new CborWriter()
                        .map(4)
                        .integer(1)
                        .integer(2)
                        .integer(-1)
                        .integer(2)
                        .integer(-2)
                        .bytes(Arrays.copyOfRange(point, 1, 49))
                        .integer(-3)
                        .bytes(Arrays.copyOfRange(point, 49, 97))
                        .toByteArray());
    }

    /// The evidence as the realm's attester sends it.
    public ObjectNode evidence() {
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        ArrayNode array = evidence.putArray("token");
        for (byte b : token()) {
            array.add(Byte.toUnsignedInt(b));
        }
        return evidence;
    }

    byte[] token() {
        return token(signedPlatform(), signedRealm());
    }

    static byte[] token(byte[] platform, byte[] realm) {
        return new CborWriter()
                .tag(399)
                .map(2)
                .integer(44_234)
                .bytes(platform)
                .integer(44_241)
                .bytes(realm)
                .toByteArray();
    }

    byte[] signedPlatform() {
        return sign(platform.cpak().getPrivate(), map(platformClaims));
    }

    byte[] signedRealm() {
        return sign(rak.getPrivate(), map(realmClaims));
    }

    /// A claim otherwise than it should be, as CBOR; none for an empty one.
    SimulatedRealm platformClaim(long label, byte[] item) {
        return claim(platformClaims, label, item);
    }

    SimulatedRealm realmClaim(long label, byte[] item) {
        return claim(realmClaims, label, item);
    }

    /// What the signatures say that their algorithm is.
    SimulatedRealm algorithm(int id) {
        algorithm = id;
        return this;
    }

    /// The realm's key, and with it the platform's challenge.
    SimulatedRealm key(byte[] encoded) {
        realmClaims.put(44_237L, bytes(encoded));
        platformClaims.put(10L, bytes(crypto.digest(HashAlgorithm.SHA256, encoded)));
        return this;
    }

    private SimulatedRealm claim(Map<Long, byte[]> claims, long label, byte[] item) {
        if (item.length == 0) {
            claims.remove(label);
        } else {
            claims.put(label, item);
        }
        return this;
    }

    private byte[] sign(PrivateKey key, byte[] payload) {
        byte[] header = new CborWriter().map(1).integer(1).integer(algorithm).toByteArray();
        byte[] toSign =
                new CborWriter()
                        .array(4)
                        .text("Signature1")
                        .bytes(header)
                        .bytes(new byte[0])
                        .bytes(payload)
                        .toByteArray();
        return new CborWriter()
                .tag(18)
                .array(4)
                .bytes(header)
                .map(0)
                .bytes(payload)
                .bytes(crypto.signEcdsaRaw(key, HashAlgorithm.SHA384, toSign))
                .toByteArray();
    }

    private byte[] components(String... types) {
        CborWriter array = new CborWriter().array(types.length);
        for (String type : types) {
            array.map(3).integer(1).text(type).integer(2).bytes(hash(type));
            array.integer(5).bytes(hash("signer"));
        }
        return array.toByteArray();
    }

    private byte[] hash(String name) {
        return crypto.digest(HashAlgorithm.SHA256, name.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] map(Map<Long, byte[]> claims) {
        CborWriter map = new CborWriter().map(claims.size());
        claims.forEach((label, item) -> map.integer(label).raw(item));
        return map.toByteArray();
    }

    static byte[] bytes(byte[] content) {
        return new CborWriter().bytes(content).toByteArray();
    }

    static byte[] text(String content) {
        return new CborWriter().text(content).toByteArray();
    }
}
