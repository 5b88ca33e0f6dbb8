package dev.fiducia.policy;

import java.time.Instant;

/// What a host function may know of the evaluation that calls it.
@FunctionalInterface
public interface CallContext {
    /// The evaluation's instant, which stands still; the clock is read when it is first asked for.
    Instant now();
}
