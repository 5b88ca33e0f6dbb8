package dev.fiducia.attestation.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// A key that verifies tokens of exactly one algorithm.
public final class VerificationKey {
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;
    private static final int ED25519_BYTES = 32;
    private static final String ED25519_SPKI_PREFIX = "302a300506032b6570032100";

    private final JwsAlgorithm algorithm;
    private final KeyMaterial material;
    private final CryptoSuite crypto;

    private VerificationKey(JwsAlgorithm algorithm, KeyMaterial material, CryptoSuite crypto) {
        this.algorithm = algorithm;
        this.material = material;
        this.crypto = crypto;
    }

    private sealed interface KeyMaterial {
        record Public(PublicKey key) implements KeyMaterial {}

        @SuppressWarnings("ArrayRecordComponent") // private to this class, never compared
        record Secret(byte[] key) implements KeyMaterial {}
    }

    /// The key of a JWK, which must name its algorithm.
    ///
    /// @throws TokenKeyException if it is malformed, private, not for signatures, too weak, or not
    ///   of its algorithm's kind
    public static VerificationKey ofJwk(ObjectNode jwk, CryptoSuite crypto)
            throws TokenKeyException {
        JwsAlgorithm algorithm =
                JwsAlgorithm.named(jwk.path("alg").asText())
                        .orElseThrow(() -> new TokenKeyException("the JWK names no known alg"));
        if (jwk.has("use") && !jwk.path("use").asText().equals("sig")) {
            throw new TokenKeyException("the JWK is not for signatures");
        }
        String kty = jwk.path("kty").asText();
        if (kty.equals("oct")) {
            return ofSecret(algorithm, member(jwk, "k"), crypto);
        }
        if (jwk.has("d")) {
            throw new TokenKeyException("the JWK holds a private key");
        }
        return of(algorithm, publicKey(kty, jwk, crypto), crypto);
    }

    /// A public key for one algorithm.
    ///
    /// @throws TokenKeyException if the key is too weak or not of the algorithm's kind
    public static VerificationKey of(JwsAlgorithm algorithm, PublicKey key, CryptoSuite crypto)
            throws TokenKeyException {
        boolean fits =
                switch (algorithm.family()) {
                    case HMAC -> false;
                    case RSA, RSA_PSS -> key instanceof RSAPublicKey rsa && isStrong(rsa);
                    case P256 -> isOn(EcCurve.P256, key);
                    case P384 -> isOn(EcCurve.P384, key);
                    case ED25519 ->
                            key instanceof EdECPublicKey edwards
                                    && edwards.getParams().getName().equals("Ed25519");
                };
        if (!fits) {
            throw new TokenKeyException("the key is not one for " + algorithm.wireName());
        }
        return new VerificationKey(algorithm, new KeyMaterial.Public(key), crypto);
    }

    private static VerificationKey ofSecret(
            JwsAlgorithm algorithm, byte[] secret, CryptoSuite crypto) throws TokenKeyException {
        if (algorithm.family() != JwsAlgorithm.Family.HMAC
                || secret.length < algorithm.hash().length()) {
            throw new TokenKeyException("the secret is not one for " + algorithm.wireName());
        }
        return new VerificationKey(algorithm, new KeyMaterial.Secret(secret), crypto);
    }

    /// The one algorithm this key is for.
    public JwsAlgorithm algorithm() {
        return algorithm;
    }

    /// Whether this is the same public key; never true of a shared secret.
    boolean is(PublicKey other) {
        return material instanceof KeyMaterial.Public(PublicKey own) && same(own, other);
    }

    boolean isShared() {
        return material instanceof KeyMaterial.Secret;
    }

    boolean verifies(byte[] input, byte[] signature) {
        return switch (material) {
            case KeyMaterial.Secret(byte[] secret) ->
                    crypto.constantTimeEquals(
                            crypto.hmac(algorithm.hash(), secret, input), signature);
            case KeyMaterial.Public(PublicKey key) ->
                    switch (algorithm.family()) {
                        case HMAC -> false;
                        case RSA -> crypto.verifyRsaPkcs1(key, algorithm.hash(), input, signature);
                        case RSA_PSS ->
                                crypto.verifyRsaPss(key, algorithm.hash(), input, signature);
                        case P256, P384 ->
                                crypto.verifyEcdsaRaw(key, algorithm.hash(), input, signature);
                        case ED25519 -> crypto.verifyEd25519(key, input, signature);
                    };
        };
    }

    private static PublicKey publicKey(String kty, ObjectNode jwk, CryptoSuite crypto)
            throws TokenKeyException {
        try {
            return switch (kty) {
                case "RSA" -> rsa(jwk);
                case "EC" -> ec(jwk, crypto);
                case "OKP" -> ed25519(jwk);
                default -> throw new TokenKeyException("the JWK is of an unknown kty");
            };
        } catch (GeneralSecurityException e) {
            throw new TokenKeyException("the JWK holds no valid key", e);
        }
    }

    private static PublicKey rsa(ObjectNode jwk)
            throws GeneralSecurityException, TokenKeyException {
        BigInteger modulus = new BigInteger(1, member(jwk, "n"));
        BigInteger exponent = new BigInteger(1, member(jwk, "e"));
        return KeyFactory.getInstance("RSA", "SunRsaSign")
                .generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }

    private static PublicKey ec(ObjectNode jwk, CryptoSuite crypto)
            throws InvalidKeyException, TokenKeyException {
        EcCurve curve =
                EcCurve.ofJwkName(jwk.path("crv").asText())
                        .orElseThrow(() -> new TokenKeyException("the JWK is on an unknown curve"));
        byte[] x = member(jwk, "x");
        byte[] y = member(jwk, "y");
        if (x.length != curve.coordinateLength() || y.length != curve.coordinateLength()) {
            throw new TokenKeyException("the JWK's coordinates are not of the curve's length");
        }
        return crypto.ecPublicKey(curve, x, y);
    }

    private static PublicKey ed25519(ObjectNode jwk)
            throws GeneralSecurityException, TokenKeyException {
        byte[] x = member(jwk, "x");
        if (!jwk.path("crv").asText().equals("Ed25519") || x.length != ED25519_BYTES) {
            throw new TokenKeyException("the JWK is on an unknown curve");
        }
        byte[] spki = HexFormat.of().parseHex(ED25519_SPKI_PREFIX + HexFormat.of().formatHex(x));
        return KeyFactory.getInstance("Ed25519", "SunEC")
                .generatePublic(new X509EncodedKeySpec(spki));
    }

    private static byte[] member(JsonNode jwk, String name) throws TokenKeyException {
        return Optional.ofNullable(jwk.path(name).textValue())
                .flatMap(Base64Url::decode)
                .orElseThrow(() ->
                        new TokenKeyException("the JWK's member " + name + " is not base64url"));
    }

    private static boolean isStrong(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        return bits >= MIN_RSA_BITS
                && bits <= MAX_RSA_BITS
                && key.getPublicExponent().bitLength() > 1;
    }

    private static boolean isOn(EcCurve curve, PublicKey key) {
        return key instanceof ECPublicKey ec && EcCurve.of(ec).equals(Optional.of(curve));
    }

    private static boolean same(PublicKey one, PublicKey other) {
        return switch (one) {
            case RSAPublicKey a ->
                    other instanceof RSAPublicKey b
                            && a.getModulus().equals(b.getModulus())
                            && a.getPublicExponent().equals(b.getPublicExponent());
            case ECPublicKey a ->
                    other instanceof ECPublicKey b
                            && a.getW().equals(b.getW())
                            && EcCurve.of(a).equals(EcCurve.of(b));
            default -> Arrays.equals(one.getEncoded(), other.getEncoded());
        };
    }
}
