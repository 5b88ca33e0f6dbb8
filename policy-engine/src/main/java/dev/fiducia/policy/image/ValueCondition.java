package dev.fiducia.policy.image;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// A label or annotation that must be there.
///
/// @param value the value it must have, or null if any will do (`set: true`)
public record ValueCondition(String key, @Nullable String value) {
    boolean holds(Map<String, String> all) {
        String actual = all.get(key);
        return actual != null && (value == null || value.equals(actual));
    }

    @Override
    public String toString() {
        return value == null ? key : key + "=" + value;
    }
}
