package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// All reference values of one generation. Merged values are kept until something in them begins to
/// count or expires.
final class LoadedValues {

    private final Map<String, Versioned> byName;
    private final long generation;
    private final ConcurrentHashMap<String, Merged> merged = new ConcurrentHashMap<>();

    /// A value and the version of its record.
    record Versioned(ReferenceValue value, long version) {}

    private record Merged(JsonNode value, Instant from, Instant until) {
        boolean holdsAt(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    /// @param byName in the order of names
    LoadedValues(Map<String, Versioned> byName, long generation) {
        this.byName = byName;
        this.generation = generation;
    }

    long generation() {
        return generation;
    }

    Map<String, Versioned> byName() {
        return byName;
    }

    Optional<JsonNode> find(String name, Instant now) {
        Merged known = merged.get(name);
        if (known != null && known.holdsAt(now)) {
            return Optional.of(known.value());
        }
        Versioned found = byName.get(name);
        if (found == null) {
            return Optional.empty();
        }
        Optional<JsonNode> value = found.value().value(now);
        Optional<Instant> until = found.value().nextChange(now);
        if (value.isPresent() && until.isPresent()) {
            merged.put(name, new Merged(value.get(), now, until.get()));
        }
        return value;
    }
}
