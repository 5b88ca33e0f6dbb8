package dev.fiducia.attestation.collateral;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Spares a source that keeps failing: after some failures in a row it is left alone for a while,
/// then one call may try.
public final class CircuitBreaker {

    private static final int FAILURES = 4;
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final InstantSource clock;
    private int failures;
    private Instant closedUntil = Instant.MIN;

    public CircuitBreaker(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether a call may be made. Of those that ask at the end of a pause one gets through.
    public synchronized boolean tryPass() {
        if (failures < FAILURES) {
            return true;
        }
        Instant now = clock.instant();
        if (now.isBefore(closedUntil)) {
            return false;
        }
        closedUntil = now.plus(PAUSE);
        return true;
    }

    /// Ends the row of failures.
    public synchronized void succeeded() {
        failures = 0;
    }

    /// Counts a failure.
    public synchronized void failed() {
        failures++;
        if (failures >= FAILURES) {
            closedUntil = clock.instant().plus(PAUSE);
        }
    }

    synchronized boolean isOpen() {
        return failures >= FAILURES;
    }
}
