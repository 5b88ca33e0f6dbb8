package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A place whose value is the same for all clauses of a rule or of one call.
public sealed interface Place {
    @Nullable RegoValue value(Frame frame);

    List<RegoValue> path();

    /// Below `input`.
    record Input(List<RegoValue> path) implements Place {
        public Input {
            path = List.copyOf(path);
        }

        @Override
        public @Nullable RegoValue value(Frame frame) {
            return below(frame.context.input, path);
        }
    }

    /// Within an argument of a function.
    record Argument(int slot, List<RegoValue> path) implements Place {
        public Argument {
            path = List.copyOf(path);
        }

        @Override
        public @Nullable RegoValue value(Frame frame) {
            return below(frame.slots[slot], path);
        }
    }

    private static @Nullable RegoValue below(@Nullable RegoValue start, List<RegoValue> path) {
        RegoValue value = start;
        for (int i = 0; value != null && i < path.size(); i++) {
            value = Values.lookup(value, path.get(i));
        }
        return value;
    }
}
