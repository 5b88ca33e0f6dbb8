package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a value is matched with; matching may write slots, which a later attempt overwrites.
public interface Pattern {
    boolean match(Frame frame, RegoValue value) throws Halt;

    /// Gives a variable its value.
    record Bind(int slot) implements Pattern {
        @Override
        public boolean match(Frame frame, RegoValue value) {
            frame.slots[slot] = value;
            return true;
        }
    }

    /// Compares with a known value.
    record Same(Ev expected) implements Pattern {
        @Override
        public boolean match(Frame frame, RegoValue value) throws Halt {
            RegoValue known = expected.eval(frame);
            return known != null && frame.context.run.same(known, value);
        }
    }

    /// An array of this length whose elements match.
    record Items(List<Pattern> items) implements Pattern {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public boolean match(Frame frame, RegoValue value) throws Halt {
            if (!(value instanceof RegoArray array) || array.size() != items.size()) {
                return false;
            }
            for (int i = 0; i < items.size(); i++) {
                if (!items.get(i).match(frame, array.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /// An object with exactly these keys, whose values match.
    record Entries(List<Ev> keys, List<Pattern> values) implements Pattern {
        public Entries {
            keys = List.copyOf(keys);
            values = List.copyOf(values);
        }

        @Override
        public boolean match(Frame frame, RegoValue value) throws Halt {
            if (!(value instanceof RegoObject object) || object.size() != keys.size()) {
                return false;
            }
            for (int i = 0; i < keys.size(); i++) {
                RegoValue key = keys.get(i).eval(frame);
                @Nullable RegoValue found = key == null ? null : object.get(key);
                if (found == null || !values.get(i).match(frame, found)) {
                    return false;
                }
            }
            return true;
        }
    }
}
