package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;

/// What one source says about a name.
///
/// @param value any JSON, not to be modified
/// @param expiration from this instant on it counts no more; of whole seconds
public record Contribution(Source source, JsonNode value, Instant expiration) {

    public boolean isOver(Instant now) {
        return !now.isBefore(expiration);
    }
}
