package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;

/// What one source says about a name.
///
/// @param value any JSON, not to be modified
/// @param from before this instant it does not count yet; [#ALWAYS] for what counts at once
/// @param expiration from this instant on it counts no more; of whole seconds, as `from`
public record Contribution(Source source, JsonNode value, Instant from, Instant expiration) {

    /// The beginning of what counts at once.
    public static final Instant ALWAYS = Instant.EPOCH;

    public boolean isInForce(Instant now) {
        return !now.isBefore(from) && !isOver(now);
    }

    public boolean isOver(Instant now) {
        return !now.isBefore(expiration);
    }
}
