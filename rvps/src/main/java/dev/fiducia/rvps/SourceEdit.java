package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// What to do about one source's contributions.
public sealed interface SourceEdit {

    Source source();

    /// Contributes these values, in place of what the source said about the same names. What it
    /// said about others stays.
    ///
    /// @param from before this instant they do not count; [Contribution#ALWAYS] for at once
    record Add(Source source, Map<String, JsonNode> values, Instant from, Instant expiration)
            implements SourceEdit {

        public Add(Source source, Map<String, JsonNode> values, Instant expiration) {
            this(source, values, Contribution.ALWAYS, expiration);
        }

        public Add {
            values = new LinkedHashMap<>(values);
        }
    }

    /// Withdraws all that the source contributed.
    record Remove(Source source) implements SourceEdit {}
}
