package dev.fiducia.attestation.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.HashAlgorithm;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Tokens as an issuer (or a forger) would write them, each part under the test's control.
final class TestTokens {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TestTokens() {}

    static ObjectNode json(String text) {
        try {
            JsonNode node = JSON.readTree(text.replace('\'', '"'));
            return (ObjectNode) node;
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Claims of an attestation that hold at [TestPki#NOW].
    static ObjectNode claims() {
        return json("{'tee-pubkey':{'kty':'EC','crv':'P-256','alg':'ECDH-ES+A256KW','x':'a','y':'b'}}")
                .put("exp", TestPki.NOW.getEpochSecond() + 300)
                .put("nbf", TestPki.NOW.getEpochSecond());
    }

    static ObjectNode jwk(KeyPair keys, X509Certificate... x5c) {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        ObjectNode jwk = json("{'kty':'EC','crv':'P-256','alg':'ES256'}");
        jwk.put("x", coordinate(key.getW().getAffineX().toByteArray()));
        jwk.put("y", coordinate(key.getW().getAffineY().toByteArray()));
        if (x5c.length > 0) {
            var array = jwk.putArray("x5c");
            for (X509Certificate certificate : x5c) {
                array.add(base64(certificate));
            }
        }
        return jwk;
    }

    static String es256(KeyPair keys, ObjectNode header, ObjectNode claims) {
        String input = encode(header) + "." + encode(claims);
        byte[] signature =
                TestPki.CRYPTO.signEcdsaRaw(
                        keys.getPrivate(),
                        HashAlgorithm.SHA256,
                        input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64Url.encode(signature);
    }

    static String withHeaderKey(KeyPair keys, X509Certificate... x5c) {
        ObjectNode header = json("{'typ':'JWT','alg':'ES256'}");
        header.set("jwk", jwk(keys, x5c));
        return es256(keys, header, claims());
    }

    static String encode(ObjectNode node) {
        return Base64Url.encode(node.toString().getBytes(StandardCharsets.UTF_8));
    }

    static TokenVerifier trusting(X509Certificate... anchors) {
        return build(
                TokenVerifier.builder(TestPki.CRYPTO, () -> TestPki.NOW)
                        .certificates(List.of(anchors)));
    }

    static TokenVerifier build(TokenVerifier.Builder builder) {
        try {
            return builder.build();
        } catch (TokenKeyException e) {
            throw new AssertionError(e);
        }
    }

    private static String coordinate(byte[] magnitude) {
        byte[] fixed = new byte[32];
        byte[] tail =
                magnitude.length > 32
                        ? Arrays.copyOfRange(magnitude, magnitude.length - 32, magnitude.length)
                        : magnitude;
        System.arraycopy(tail, 0, fixed, 32 - tail.length, tail.length);
        return Base64Url.encode(fixed);
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }
}
