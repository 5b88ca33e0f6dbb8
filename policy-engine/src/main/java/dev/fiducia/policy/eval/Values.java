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

    /// Sets a value deep inside an object, making or replacing what is in the way.
    static RegoValue put(
            @Nullable RegoValue document, RegoValue[] path, int from, RegoValue value) {
        if (from == path.length) {
            return value;
        }
        RegoObject object = document instanceof RegoObject o ? o : RegoObject.EMPTY;
        return object.with(path[from], put(object.get(path[from]), path, from + 1, value));
    }

    static boolean holds(@Nullable RegoValue value) {
        return value != null && value != RegoBoolean.FALSE;
    }
}
