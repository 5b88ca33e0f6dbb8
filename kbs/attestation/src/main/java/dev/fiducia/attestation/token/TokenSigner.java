package dev.fiducia.attestation.token;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Signs attestation results with one P-256 key (ES256), and publishes its public half.
/// Thread-safe.
public final class TokenSigner {
    private static final int COORDINATE = 32;

    private final CryptoSuite crypto;
    private final PrivateKey privateKey;
    private final ECPublicKey publicKey;
    private final ObjectNode jwk;
    private final String keyId;
    private final String encodedHeader;

    private TokenSigner(
            CryptoSuite crypto,
            PrivateKey privateKey,
            ECPublicKey publicKey,
            List<X509Certificate> chain,
            Optional<String> certificateUrl)
            throws TokenKeyException {
        this.crypto = crypto;
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.jwk = jwk(publicKey, chain, certificateUrl);
        this.keyId = thumbprint(crypto, jwk);
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.put("typ", "JWT").put("alg", "ES256").put("kid", keyId).set("jwk", jwk);
        this.encodedHeader = Base64Url.encode(header.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// The signer of a configured key: a PEM file, and optionally the certificates that endorse it
    /// and where they are published.
    ///
    /// @throws TokenKeyException if the key isn't on P-256, or the first certificate is for another
    ///   key
    public static TokenSigner ofFiles(
            Path key,
            Optional<Path> certificates,
            Optional<String> certificateUrl,
            CryptoSuite crypto)
            throws TokenKeyException {
        KeyPair pair = SigningKeys.fromPem(key, crypto);
        List<X509Certificate> chain =
                certificates.isPresent() ? X509Certificates.fromPem(certificates.get()) : List.of();
        return of(pair, chain, certificateUrl, crypto);
    }

    /// The signer of a key pair on P-256.
    ///
    /// @throws TokenKeyException if it isn't, or the first certificate is for another key
    public static TokenSigner of(
            KeyPair pair,
            List<X509Certificate> chain,
            Optional<String> certificateUrl,
            CryptoSuite crypto)
            throws TokenKeyException {
        if (!(pair.getPublic() instanceof ECPublicKey key)
                || !EcCurve.of(key).equals(Optional.of(EcCurve.P256))) {
            throw new TokenKeyException("Only P-256 attestation token signing keys are supported");
        }
        VerificationKey own = VerificationKey.of(JwsAlgorithm.ES256, key, crypto);
        if (!chain.isEmpty() && !own.is(chain.getFirst().getPublicKey())) {
            throw new TokenKeyException(
                    "the first certificate of the token signer is not for its key");
        }
        return new TokenSigner(crypto, pair.getPrivate(), key, chain, certificateUrl);
    }

    /// A signer with a new key that ends with the process.
    public static TokenSigner ephemeral(CryptoSuite crypto) {
        try {
            return of(crypto.generateEc(EcCurve.P256), List.of(), Optional.empty(), crypto);
        } catch (TokenKeyException e) {
            throw new IllegalStateException("a fresh P-256 key is refused", e);
        }
    }

    /// The RFC 7638 thumbprint of the key.
    public String keyId() {
        return keyId;
    }

    /// The key that verifies what this signs.
    public ECPublicKey publicKey() {
        return publicKey;
    }

    /// The document at `/.well-known/jwks.json`.
    public ObjectNode jwks() {
        ObjectNode jwks = JsonNodeFactory.instance.objectNode();
        jwks.putArray("keys").add(jwk.deepCopy().put("kid", keyId));
        return jwks;
    }

    /// The public key as it stands in token headers.
    public ObjectNode jwk() {
        return jwk.deepCopy();
    }

    /// A JWT over exactly these payload bytes.
    String sign(byte[] payload) {
        String signingInput = encodedHeader + "." + Base64Url.encode(payload);
        byte[] signature =
                crypto.signEcdsaRaw(
                        privateKey,
                        HashAlgorithm.SHA256,
                        signingInput.getBytes(StandardCharsets.US_ASCII));
        return signingInput + "." + Base64Url.encode(signature);
    }

    private static ObjectNode jwk(
            ECPublicKey key, List<X509Certificate> chain, Optional<String> certificateUrl)
            throws TokenKeyException {
        ObjectNode jwk = JsonNodeFactory.instance.objectNode();
        jwk.put("kty", "EC").put("crv", "P-256").put("alg", "ES256");
        jwk.put("x", coordinate(key.getW().getAffineX()))
                .put("y", coordinate(key.getW().getAffineY()));
        certificateUrl.ifPresent(url -> jwk.put("x5u", url));
        if (!chain.isEmpty()) {
            var x5c = jwk.putArray("x5c");
            for (X509Certificate certificate : chain) {
                x5c.add(base64(certificate));
            }
        }
        return jwk;
    }

    private static String base64(X509Certificate certificate) throws TokenKeyException {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new TokenKeyException("a certificate of the token signer can't be encoded", e);
        }
    }

    private static String thumbprint(CryptoSuite crypto, ObjectNode jwk) {
        ObjectNode required = JsonNodeFactory.instance.objectNode();
        for (String member : List.of("crv", "kty", "x", "y")) {
            required.set(member, jwk.get(member));
        }
        return Base64Url.encode(
                crypto.digest(
                        HashAlgorithm.SHA256,
                        required.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /// Always 32 bytes: BigInteger drops leading zeros and adds a sign.
    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[COORDINATE];
        int length = Math.min(bytes.length, COORDINATE);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE - length, length);
        return Base64Url.encode(fixed);
    }
}
