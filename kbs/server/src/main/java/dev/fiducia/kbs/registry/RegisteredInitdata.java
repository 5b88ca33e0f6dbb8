package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.Digest;
import dev.fiducia.initdata.InitdataAlgorithm;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// What the registry says about one document.
///
/// @param id hexadecimal SHA-256 of the bytes: the identity, whatever algorithm the document names
/// @param digest hexadecimal digest by the document's own algorithm: what the hardware shows
public record RegisteredInitdata(
        String id,
        InitdataAlgorithm algorithm,
        String digest,
        int size,
        Optional<String> name,
        State state,
        Instant registeredAt,
        String registeredBy,
        Optional<Instant> revokedAt) {

    /// Whether the administrators stand for a document.
    public enum State {
        ACTIVE,
        REVOKED;

        /// `active` or `revoked`.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean isActive() {
        return state == State.ACTIVE;
    }

    Digest digestValue() {
        return Digest.of(HexFormat.of().parseHex(digest));
    }

    RegisteredInitdata named(Optional<String> newName) {
        return new RegisteredInitdata(
                id, algorithm, digest, size, newName, state, registeredAt, registeredBy, revokedAt);
    }

    RegisteredInitdata revoked(Instant at) {
        return new RegisteredInitdata(
                id,
                algorithm,
                digest,
                size,
                name,
                State.REVOKED,
                registeredAt,
                registeredBy,
                Optional.of(at));
    }
}
