package dev.fiducia.attestation.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Whether the key in a token's own header may be believed: its `x5c` must carry a certificate for
/// this very key, from which a path leads to a configured anchor.
final class JwkEndorsement {
    private static final int MAX_CERTIFICATES = 16;

    private final CertificateTrust trust;
    private final CryptoSuite crypto;

    JwkEndorsement(CertificateTrust trust, CryptoSuite crypto) {
        this.trust = trust;
        this.crypto = crypto;
    }

    /// Why the key is not endorsed, or empty if it is.
    Optional<String> objection(ObjectNode jwk, VerificationKey key, Instant now) {
        if (trust.isEmpty()) {
            return Optional.of(
                    "the key comes with the token, and no certificate is trusted to endorse one");
        }
        switch (key.algorithm().family()) {
            case RSA, RSA_PSS, P256 -> {}
            case HMAC, P384, ED25519 -> {
                return Optional.of("a key in a token's header must be RSA or on P-256");
            }
        }
        List<X509Certificate> chain;
        try {
            chain = chain(jwk.path("x5c"));
        } catch (CertificateException e) {
            return Optional.ofNullable(e.getMessage());
        }
        X509Certificate leaf = chain.getFirst();
        if (!key.is(leaf.getPublicKey())) {
            return Optional.of("the first certificate of x5c is not for the token's key");
        }
        return trust.endorses(leaf, chain.subList(1, chain.size()), now)
                ? Optional.empty()
                : Optional.of("no path leads from the token's certificate to a trusted one");
    }

    private List<X509Certificate> chain(JsonNode x5c) throws CertificateException {
        if (!x5c.isArray() || x5c.isEmpty() || x5c.size() > MAX_CERTIFICATES) {
            throw new CertificateException("the key in the token's header has no x5c");
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (JsonNode element : x5c) {
            if (!element.isTextual()) {
                throw new CertificateException("x5c holds something else than certificates");
            }
            chain.add(crypto.certificate(der(element.textValue())));
        }
        return chain;
    }

    /// Standard base64 as RFC 7517 says, possibly with line ends; some issuers use the URL
    /// alphabet.
    private static byte[] der(String text) throws CertificateException {
        String line = text.replace("\n", "").replace("\r", "");
        try {
            return Base64.getDecoder().decode(line);
        } catch (IllegalArgumentException _) {
            return Base64Url.decode(line)
                    .orElseThrow(() -> new CertificateException("x5c is not base64"));
        }
    }
}
