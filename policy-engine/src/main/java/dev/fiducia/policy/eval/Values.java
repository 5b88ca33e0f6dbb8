package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

/// What references do with values.
final class Values {
    private Values() {}

    /// `value[key]`, or null where there is nothing.
    static @Nullable RegoValue lookup(RegoValue value, RegoValue key) {
        if (value instanceof RegoObject object) {
            return object.get(key);
        }
        return switch (value) {
            case RegoObject object -> object.get(key);
            case RegoArray array -> array.find(key);
            case RegoSet set -> set.contains(key) ? key : null;
            case RegoNull n -> null;
            case RegoBoolean b -> null;
            case RegoNumber n -> null;
            case RegoString s -> null;
        };
    }

    /// `value[key]` in base documents, whose keys are strings: `data.a[2]` finds the key "2".
    static @Nullable RegoValue base(RegoValue value, RegoValue key) {
        RegoValue found = lookup(value, key);
        if (found == null
                && value instanceof RegoObject object
                && key instanceof RegoNumber number) {
            return object.get(number.toString());
        }
        return found;
    }

    /// What is below a value at known keys, or null.
    static @Nullable RegoValue below(@Nullable RegoValue start, RegoValue[] keys) {
        RegoValue value = start;
        for (RegoValue key : keys) {
            if (value == null) {
                return null;
            }
            value = lookup(value, key);
        }
        return value;
    }

    static boolean holds(@Nullable RegoValue value) {
        return value != null && value != RegoBoolean.FALSE;
    }
}
