package dev.fiducia.policy;

import java.time.Instant;

/// What a host function may know of the evaluation that calls it.
///
/// @param now the evaluation's instant, which stands still
public record CallContext(Instant now) {}
