package dev.fiducia.kbs.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.token.CompactJws;
import dev.fiducia.attestation.token.JwkSet;
import dev.fiducia.attestation.token.JwsAlgorithm;
import dev.fiducia.attestation.token.TokenKeyException;
import dev.fiducia.attestation.token.VerificationKey;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.kbs.config.AdminConfig;
import dev.fiducia.kbs.fetch.BoundedFetch;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Someone whose admin tokens are believed: a key set, a single key, and what the tokens have to
/// say of themselves. The algorithm has to be one of the key; secrets shared with the signer are no
/// keys here.
record TrustedIssuer(
        Optional<String> issuer,
        Optional<String> audience,
        JwkSet keySet,
        Optional<PublicKey> singleKey,
        CryptoSuite crypto) {
    private static final Set<JwsAlgorithm> SHARED =
            EnumSet.of(JwsAlgorithm.HS256, JwsAlgorithm.HS384, JwsAlgorithm.HS512);

    static TrustedIssuer load(AdminConfig.IdentityProvider provider, CryptoSuite crypto)
            throws AdminException {
        if (provider.publicKeyUri().isEmpty() && provider.jwkSetUri().isEmpty()) {
            throw new AdminException(
                    provider.place()
                            + ": identity_providers must set `public_key_uri` and/or `jwk_set_uri`");
        }
        try {
            BoundedFetch fetch = new BoundedFetch();
            JwkSet keySet = JwkSet.load(provider.jwkSetUri().stream().toList(), fetch, crypto);
            if (provider.jwkSetUri().isPresent() && keySet.size() == 0) {
                throw new AdminException(
                        provider.place() + ": " + provider.jwkSetUri().get() + ": no key in it");
            }
            Optional<PublicKey> single =
                    provider.publicKeyUri().isPresent()
                            ? Optional.of(publicKey(provider.publicKeyUri().get(), fetch, crypto))
                            : Optional.empty();
            return new TrustedIssuer(
                    provider.issuer(), provider.audience(), keySet, single, crypto);
        } catch (TokenKeyException e) {
            throw new AdminException(provider.place() + ": " + e.getMessage(), e);
        }
    }

    private static PublicKey publicKey(String address, BoundedFetch fetch, CryptoSuite crypto)
            throws AdminException {
        try {
            PublicKey key = PublicKeyPem.parse(fetch.read(address), crypto);
            if (usable(key, crypto)) {
                return key;
            }
        } catch (IOException | InvalidKeyException e) {
            throw new AdminException(address + ": not a usable public key: " + e.getMessage(), e);
        }
        throw new AdminException(
                address
                        + ": the key must be Ed25519, EC P-256 or P-384, or RSA of 2048 bits or more");
    }

    private static boolean usable(PublicKey key, CryptoSuite crypto) {
        return List.of(JwsAlgorithm.values()).stream()
                .anyMatch(algorithm -> forAlgorithm(algorithm, key, crypto).isPresent());
    }

    /// The claims of a token that this issuer signed for us.
    Optional<ObjectNode> claims(CompactJws token) {
        return key(token)
                .flatMap(key ->
                        token.verify(key)
                                        instanceof CompactJws.Verification.Signed(ObjectNode claims)
                                ? Optional.of(claims)
                                : Optional.empty())
                .filter(this::isMeant);
    }

    /// The key of the set that the token names, else the single one.
    private Optional<VerificationKey> key(CompactJws token) {
        try {
            Optional<VerificationKey> named =
                    token.keyId().isPresent() ? keySet.find(token.keyId().get()) : Optional.empty();
            return named.isPresent()
                    ? named.filter(key -> !SHARED.contains(key.algorithm()))
                    : singleKey.flatMap(key -> forAlgorithm(token.algorithm(), key, crypto));
        } catch (TokenKeyException e) {
            return Optional.empty();
        }
    }

    private static Optional<VerificationKey> forAlgorithm(
            JwsAlgorithm algorithm, PublicKey key, CryptoSuite crypto) {
        try {
            return Optional.of(VerificationKey.of(algorithm, key, crypto));
        } catch (TokenKeyException e) {
            return Optional.empty();
        }
    }

    private boolean isMeant(JsonNode claims) {
        boolean issued = issuer.isEmpty() || issuer.get().equals(claims.path("iss").textValue());
        return issued && (audience.isEmpty() || hasAudience(claims.path("aud"), audience.get()));
    }

    private static boolean hasAudience(JsonNode aud, String wanted) {
        return aud.isArray()
                ? aud.valueStream().anyMatch(each -> wanted.equals(each.textValue()))
                : wanted.equals(aud.textValue());
    }
}
