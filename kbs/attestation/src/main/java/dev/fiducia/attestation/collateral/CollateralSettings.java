package dev.fiducia.attestation.collateral;

import java.time.Duration;
import java.util.Optional;

/// How collateral is kept.
///
/// @param maxStale how long past its end a fetched document is still used while no source has a
///   newer one
/// @param crlMaxAge of lists of revoked certificates, wherever they come from; empty for the end
///   that they name
/// @param refreshAhead how long before its end a newer document is looked for
/// @param refreshEvery how often at least, since a newer one can be out before the end of the old
/// @param negative how long a document that no source had is not asked for again
/// @param capacity most documents in memory
public record CollateralSettings(
        Duration maxStale,
        Optional<Duration> crlMaxAge,
        Duration refreshAhead,
        Duration refreshEvery,
        Duration negative,
        int capacity) {

    /// A week beyond the end, a look every day.
    public static CollateralSettings defaults() {
        return new CollateralSettings(
                Duration.ofDays(7),
                Optional.empty(),
                Duration.ofDays(7),
                Duration.ofDays(1),
                Duration.ofSeconds(30),
                20_000);
    }
}
