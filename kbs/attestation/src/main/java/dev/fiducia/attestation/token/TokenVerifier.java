package dev.fiducia.attestation.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.crypto.CryptoSuite;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Verifies attestation tokens against the configured trust. Thread-safe.
///
/// A key that the token brings along counts only if it is our own signer's, or a configured
/// certificate endorses it; without one, the token's `kid` names a key of the trusted sets. A key
/// that was chosen and doesn't fit ends it: nothing else is tried. A token without a TEE key is no
/// attestation result, so an admin token is none, whoever signed it.
public final class TokenVerifier {
    private final CryptoSuite crypto;
    private final InstantSource clock;
    private final List<TokenSigners> ownSigners;
    private final JwkEndorsement endorsement;
    private final JwkSet trustedKeys;
    private final boolean insecureHeaderJwk;
    private final TeeKeyPaths teeKeyPaths;

    private TokenVerifier(Builder builder) {
        crypto = builder.crypto;
        clock = builder.clock;
        ownSigners = List.copyOf(builder.ownSigners);
        endorsement = new JwkEndorsement(new CertificateTrust(builder.certificates), crypto);
        trustedKeys = builder.trustedKeys;
        insecureHeaderJwk = builder.insecureHeaderJwk;
        teeKeyPaths = builder.teeKeyPaths;
    }

    private sealed interface KeyChoice {
        record Chosen(VerificationKey key) implements KeyChoice {}

        record None(Refusal refusal) implements KeyChoice {}
    }

    /// A verifier that trusts nothing yet.
    public static Builder builder(CryptoSuite crypto, InstantSource clock) {
        return new Builder(crypto, clock);
    }

    /// The token's claims, or why it is not believed. Never throws for anything that a token holds.
    public TokenVerdict verify(String token) {
        return switch (CompactJws.parse(token)) {
            case CompactJws.Result.Malformed(Refusal refusal) -> new TokenVerdict.Refused(refusal);
            case CompactJws.Result.Parsed(CompactJws jws) ->
                    switch (choose(jws)) {
                        case KeyChoice.None(Refusal refusal) -> new TokenVerdict.Refused(refusal);
                        case KeyChoice.Chosen(VerificationKey key) -> verify(jws, key);
                    };
        };
    }

    private TokenVerdict verify(CompactJws jws, VerificationKey key) {
        return switch (jws.verify(key)) {
            case CompactJws.Verification.Failed(Refusal refusal) ->
                    new TokenVerdict.Refused(refusal);
            case CompactJws.Verification.Signed(ObjectNode claims) ->
                    TokenTimes.refusal(claims, clock.instant())
                            .<TokenVerdict>map(TokenVerdict.Refused::new)
                            .orElseGet(() -> attestation(jws, claims));
        };
    }

    private TokenVerdict attestation(CompactJws jws, ObjectNode claims) {
        return teeKeyPaths
                .find(claims)
                .<TokenVerdict>map(key ->
                        new TokenVerdict.Trusted(new VerifiedToken(claims, key, jws.keyId())))
                .orElseGet(() ->
                        new TokenVerdict.Refused(
                                Refusal.of(
                                        "token-tee-key",
                                        "the token's claims hold no TEE public key")));
    }

    private KeyChoice choose(CompactJws jws) {
        JsonNode jwk = jws.header().path("jwk");
        if (!jwk.isMissingNode()) {
            return jwk instanceof ObjectNode object
                    ? headerKey(object)
                    : none("the header's jwk is not an object");
        }
        return jws.keyId().map(this::namedKey).orElseGet(() -> none("the token names no key"));
    }

    private KeyChoice headerKey(ObjectNode jwk) {
        VerificationKey key;
        try {
            key = VerificationKey.ofJwk(jwk, crypto);
        } catch (TokenKeyException e) {
            return none(String.valueOf(e.getMessage()));
        }
        if (key.isShared()) {
            return none("a shared secret in a token's header vouches for nothing");
        }
        if (insecureHeaderJwk || own().anyMatch(own -> key.is(own.publicKey()))) {
            return new KeyChoice.Chosen(key);
        }
        return endorsement
                .objection(jwk, key, clock.instant())
                .map(TokenVerifier::none)
                .orElseGet(() -> new KeyChoice.Chosen(key));
    }

    private KeyChoice namedKey(String keyId) {
        try {
            Optional<TokenSigner> own = own().filter(key -> key.keyId().equals(keyId)).findFirst();
            if (own.isPresent()) {
                return new KeyChoice.Chosen(
                        VerificationKey.of(JwsAlgorithm.ES256, own.get().publicKey(), crypto));
            }
            return trustedKeys
                    .find(keyId)
                    .<KeyChoice>map(KeyChoice.Chosen::new)
                    .orElseGet(() -> none("the token's kid is not in a trusted key set"));
        } catch (TokenKeyException e) {
            return none(String.valueOf(e.getMessage()));
        }
    }

    private Stream<TokenSigner> own() {
        return ownSigners.stream().flatMap(signers -> signers.trusted().stream());
    }

    private static KeyChoice none(String message) {
        return new KeyChoice.None(Refusal.of("token-key", message));
    }

    /// Collects what is trusted.
    public static final class Builder {
        private final CryptoSuite crypto;
        private final InstantSource clock;
        private final List<TokenSigners> ownSigners = new ArrayList<>();
        private final List<X509Certificate> certificates = new ArrayList<>();
        private JwkSet trustedKeys;
        private boolean insecureHeaderJwk;
        private TeeKeyPaths teeKeyPaths = TeeKeyPaths.known();

        private Builder(CryptoSuite crypto, InstantSource clock) {
            this.crypto = crypto;
            this.clock = clock;
            this.trustedKeys = JwkSet.empty(crypto);
        }

        /// Trusts what our own signer signs.
        public Builder signer(TokenSigner signer) {
            return signers(TokenSigners.only(signer));
        }

        /// Trusts what keys sign that take turns.
        public Builder signers(TokenSigners signers) {
            ownSigners.add(signers);
            return this;
        }

        /// Trusts keys that these certificates endorse (`trusted_certs_paths`).
        public Builder certificates(Collection<X509Certificate> trusted) {
            certificates.addAll(trusted);
            return this;
        }

        /// Trusts the keys of these sets (`trusted_jwk_sets`).
        public Builder keys(JwkSet trusted) {
            trustedKeys = trusted;
            return this;
        }

        /// Believes any public key that a token brings along: for tests of others only
        /// (`insecure_header_jwk`).
        public Builder insecureHeaderJwk(boolean insecure) {
            insecureHeaderJwk = insecure;
            return this;
        }

        /// Looks for the TEE's key in these places (`extra_teekey_paths`).
        public Builder teeKeyPaths(TeeKeyPaths paths) {
            teeKeyPaths = paths;
            return this;
        }

        /// The verifier.
        ///
        /// @throws TokenKeyException if nothing is trusted, so that no token could ever be verified
        public TokenVerifier build() throws TokenKeyException {
            if (ownSigners.isEmpty()
                    && certificates.isEmpty()
                    && trustedKeys.size() == 0
                    && !insecureHeaderJwk) {
                throw new TokenKeyException("no trusted verification materials");
            }
            return new TokenVerifier(this);
        }
    }
}
