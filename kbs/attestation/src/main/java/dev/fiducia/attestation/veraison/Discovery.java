package dev.fiducia.attestation.veraison;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.token.VerificationKey;
import dev.fiducia.crypto.CryptoSuite;

import java.net.URI;
import java.util.Optional;

/// What a service says of itself at `/.well-known/veraison/verification`, as far as it is needed.
///
/// @param newSession where sessions are asked for; the connection sees to it that this is at the
///   service
/// @param key that signs results
record Discovery(URI newSession, VerificationKey key) {

    static final String PATH = "/.well-known/veraison/verification";

    /// @param pinned the key that the configuration names; then the service's word on it is not
    ///   looked at
    static Discovery parse(
            JsonPlace document, URI service, Optional<VerificationKey> pinned, CryptoSuite crypto)
            throws RefusedException {
        JsonPlace endpoint = document.member("api-endpoints").member("newChallengeResponseSession");
        return new Discovery(
                Addresses.resolve(service, endpoint),
                pinned.isPresent()
                        ? pinned.get()
                        : key(document.member("ear-verification-key"), crypto));
    }

    private static VerificationKey key(JsonPlace jwk, CryptoSuite crypto) throws RefusedException {
        return Optional.of(jwk.node())
                .filter(ObjectNode.class::isInstance)
                .flatMap(node -> EarKey.of((ObjectNode) node, crypto))
                .orElseThrow(() -> jwk.refused("is not a JWK of a public key on P-256"));
    }
}
