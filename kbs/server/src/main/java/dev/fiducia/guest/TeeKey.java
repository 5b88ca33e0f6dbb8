package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/// The guest's key: its public half is bound into evidence, its private half opens what the service
/// releases.
public final class TeeKey {

    private static final int RSA_BITS = 2048;

    private final PrivateKey privateKey;
    private final ObjectNode publicJwk;
    private final CryptoSuite crypto;

    private TeeKey(PrivateKey privateKey, ObjectNode publicJwk, CryptoSuite crypto) {
        this.privateKey = privateKey;
        this.publicJwk = publicJwk;
        this.crypto = crypto;
    }

    /// A fresh key.
    public static TeeKey generate(TeeKeyAlgorithm algorithm, CryptoSuite crypto) {
        KeyPair pair =
                switch (algorithm) {
                    case ECDH_P256 -> crypto.generateEc(EcCurve.P256);
                    case ECDH_P521 -> crypto.generateEc(EcCurve.P521);
                    case RSA_OAEP_256 -> crypto.generateRsa(RSA_BITS);
                };
        return of(pair, crypto);
    }

    /// A key from PEM: RSA in PKCS #1, or RSA, P-256 or P-521 in PKCS #8.
    public static TeeKey ofPem(String pem, CryptoSuite crypto) throws GuestException {
        return of(PemKeys.read(pem, crypto), crypto);
    }

    /// The private key in PEM (PKCS #8), which another process of the guest can open resources
    /// with.
    public String toPem() {
        return PemKeys.write(privateKey);
    }

    /// The public half as it goes into the handshake.
    public ObjectNode publicJwk() {
        return publicJwk.deepCopy();
    }

    /// Opens a resource's JWE.
    byte[] open(JsonNode jwe) throws GuestException {
        return new ResourceJwe(crypto).open(jwe, privateKey);
    }

    static TeeKey of(KeyPair pair, CryptoSuite crypto) {
        return new TeeKey(pair.getPrivate(), jwk(pair.getPublic()), crypto);
    }

    private static ObjectNode jwk(PublicKey key) {
        ObjectNode jwk = JsonNodeFactory.instance.objectNode();
        switch (key) {
            case ECPublicKey ec -> {
                EcCurve curve = EcCurve.of(ec).orElseThrow();
                int length = curve.coordinateLength();
                jwk.put("kty", "EC").put("crv", curve.jwkName()).put("alg", "ECDH-ES+A256KW");
                jwk.put("x", encoded(ec.getW().getAffineX(), length));
                jwk.put("y", encoded(ec.getW().getAffineY(), length));
            }
            case RSAPublicKey rsa -> {
                jwk.put("kty", "RSA").put("alg", "RSA-OAEP-256");
                jwk.put("n", encoded(rsa.getModulus(), (rsa.getModulus().bitLength() + 7) / 8));
                jwk.put("e", encoded(rsa.getPublicExponent(), 3));
            }
            default -> throw new IllegalArgumentException("no TEE key: " + key.getAlgorithm());
        }
        return jwk;
    }

    private static String encoded(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[length];
        int count = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - count, fixed, length - count, count);
        if (!new BigInteger(1, fixed).equals(number)) {
            throw new IllegalArgumentException("a number is longer than its field");
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }

    @Override
    public String toString() {
        return "TeeKey" + publicJwk;
    }
}
