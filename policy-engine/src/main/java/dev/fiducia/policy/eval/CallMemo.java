package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The results of one function by its arguments, in one context.
final class CallMemo {
    /// Arguments in the first slots of a frame; what else is in the frame does not count.
    static final class Key {
        private final @Nullable RegoValue[] slots;
        private final int arity;
        private final int hash;

        private Key(@Nullable RegoValue[] slots, int arity, int hash) {
            this.slots = slots;
            this.arity = arity;
            this.hash = hash;
        }

        static Key of(Frame frame, int arity) {
            int hash = arity;
            for (int i = 0; i < arity; i++) {
                RegoValue argument = frame.slots[i];
                hash = hash * 31 + (argument == null ? 0 : argument.hashCode());
            }
            return new Key(frame.slots, arity, hash);
        }

        /// One that keeps nothing but the arguments alive.
        private Key own() {
            return new Key(Arrays.copyOf(slots, arity), arity, hash);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && hash == key.hash
                    && Arrays.equals(slots, 0, arity, key.slots, 0, arity);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /// So many calls are computed before results are kept: most functions are called less often.
    private static final int UNTRIED = 8;

    private final Map<Key, Object> results = new HashMap<>();
    private int calls;

    /// Whether there have been enough calls for one to repeat; counts this one.
    boolean isWorthwhile() {
        return ++calls > UNTRIED;
    }

    @Nullable Object find(Key key) {
        return results.get(key);
    }

    void put(Key key, Object result) {
        results.put(key.own(), result);
    }
}
