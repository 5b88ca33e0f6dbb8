package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.Optional;

/// All reference values as they were at one commit, in force at one instant: what one appraisal
/// sees, however long it takes.
public final class ReferenceSnapshot {

    private final LoadedValues values;
    private final Instant now;

    ReferenceSnapshot(LoadedValues values, Instant now) {
        this.values = values;
        this.now = now;
    }

    /// The value of a name; empty if there is none or all of it has expired. Shared with other
    /// snapshots: not to be modified.
    public Optional<JsonNode> find(String name) {
        return values.find(name, now);
    }

    /// Rises with every change of reference values: equal generations hold the same contributions.
    public long generation() {
        return values.generation();
    }
}
