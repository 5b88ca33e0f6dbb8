package dev.fiducia.kbs.jwe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.EcCurve;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.spec.ECPoint;
import java.util.Base64;

/// The ephemeral public key of a guest, as its evidence binds it.
///
/// A key of this type is usable: its point is on its curve, its modulus within bounds. What the key
/// may be used for (`alg`) is judged only when something is encrypted to it, because a key that is
/// merely attested need not be one that we encrypt to.
public sealed interface TeePublicKey {

    /// The JWK's `alg`, unjudged.
    String algorithm();

    /// The JWK of the members that the protocol knows, with their values as they came: what
    /// evidence binds.
    ObjectNode toJwk();

    /// SHA-256 thumbprint (RFC 7638) over the canonical encoding of the key, base64url.
    String thumbprint();

    /// Reads a JWK: `kty` decides, members that the protocol doesn't know are dropped.
    static TeePublicKey parse(JsonNode jwk) throws TeeKeyException {
        if (!jwk.isObject()) {
            throw new TeeKeyException("tee-pubkey must be an object");
        }
        return switch (member(jwk, "kty")) {
            case "EC" -> Ec.of(jwk);
            case "RSA" -> Rsa.of(jwk);
            case String _ -> throw new TeeKeyException("tee-pubkey: kty must be EC or RSA");
        };
    }

    /// A point on one of the curves.
    record Ec(
            EcCurve curve, String algorithm, BigInteger x, BigInteger y, String xText, String yText)
            implements TeePublicKey {

        private static Ec of(JsonNode jwk) throws TeeKeyException {
            EcCurve curve =
                    EcCurve.ofJwkName(member(jwk, "crv"))
                            .filter(c -> c == EcCurve.P256 || c == EcCurve.P521)
                            .orElseThrow(() ->
                                    new TeeKeyException("tee-pubkey: crv must be P-256 or P-521"));
            String algorithm = member(jwk, "alg");
            String xText = member(jwk, "x");
            String yText = member(jwk, "y");
            BigInteger x = coordinate(curve, "x", xText);
            BigInteger y = coordinate(curve, "y", yText);
            if (!curve.contains(new ECPoint(x, y))) {
                throw new TeeKeyException("tee-pubkey: the point is not on the curve");
            }
            return new Ec(curve, algorithm, x, y, xText, yText);
        }

        private static BigInteger coordinate(EcCurve curve, String name, String text)
                throws TeeKeyException {
            byte[] bytes = base64url(name, text);
            if (bytes.length != curve.coordinateLength()) {
                throw new TeeKeyException(
                        "tee-pubkey: %s must have %d bytes"
                                .formatted(name, curve.coordinateLength()));
            }
            return new BigInteger(1, bytes);
        }

        @Override
        public ObjectNode toJwk() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("kty", "EC")
                    .put("crv", curve.jwkName())
                    .put("alg", algorithm)
                    .put("x", xText)
                    .put("y", yText);
        }

        @Override
        public String thumbprint() {
            int length = curve.coordinateLength();
            return sha256(
                    "{\"crv\":\"%s\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}"
                            .formatted(
                                    curve.jwkName(),
                                    Octets.base64url(Octets.fixedLength(x, length)),
                                    Octets.base64url(Octets.fixedLength(y, length))));
        }
    }

    /// A modulus of 2048 to 4096 bits with an odd exponent of at most 33 bits.
    record Rsa(String algorithm, BigInteger n, BigInteger e, String nText, String eText)
            implements TeePublicKey {
        private static final int MIN_BITS = 2048;
        private static final int MAX_BITS = 4096;
        private static final int MAX_EXPONENT_BITS = 33;

        private static Rsa of(JsonNode jwk) throws TeeKeyException {
            String algorithm = member(jwk, "alg");
            String nText = member(jwk, "n");
            String eText = member(jwk, "e");
            BigInteger n = new BigInteger(1, base64url("n", nText));
            BigInteger e = new BigInteger(1, base64url("e", eText));
            if (n.bitLength() < MIN_BITS || n.bitLength() > MAX_BITS || !n.testBit(0)) {
                throw new TeeKeyException("tee-pubkey: n must be odd and have 2048 to 4096 bits");
            }
            if (e.bitLength() < 2 || e.bitLength() > MAX_EXPONENT_BITS || !e.testBit(0)) {
                throw new TeeKeyException(
                        "tee-pubkey: e must be odd, at least 3 and at most 33 bits");
            }
            return new Rsa(algorithm, n, e, nText, eText);
        }

        @Override
        public ObjectNode toJwk() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("kty", "RSA")
                    .put("alg", algorithm)
                    .put("n", nText)
                    .put("e", eText);
        }

        @Override
        public String thumbprint() {
            return sha256(
                    "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}"
                            .formatted(
                                    Octets.base64url(Octets.minimal(e)),
                                    Octets.base64url(Octets.minimal(n))));
        }
    }

    private static String member(JsonNode jwk, String name) throws TeeKeyException {
        JsonNode value = jwk.path(name);
        if (!value.isTextual()) {
            throw new TeeKeyException("tee-pubkey: %s must be a string".formatted(name));
        }
        return value.textValue();
    }

    private static byte[] base64url(String name, String text) throws TeeKeyException {
        try {
            if (text.indexOf('=') >= 0) {
                throw new IllegalArgumentException("padding");
            }
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw new TeeKeyException(
                    "tee-pubkey: %s must be base64url without padding".formatted(name));
        }
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256", "SUN");
            return Octets.base64url(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's own SHA-256 is missing", e);
        }
    }
}
