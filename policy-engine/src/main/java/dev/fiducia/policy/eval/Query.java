package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

/// Code that a request is evaluated with.
public sealed interface Query {
    /// The value, or null for undefined.
    @Nullable RegoValue run(Context context) throws Halt;

    /// How many rules a context must have room for.
    int rules();

    /// The value of one term.
    record OfTerm(Ev term, int rules) implements Query {
        @Override
        public @Nullable RegoValue run(Context context) throws Halt {
            return term.eval(new Frame(context, 0, 0));
        }
    }

    /// The array of all solutions of a body.
    record OfBody(int slots, int cells, Step start, int rules) implements Query {
        @Override
        public @Nullable RegoValue run(Context context) throws Halt {
            Frame frame = new Frame(context, slots, cells);
            RegoArray.Builder solutions = RegoArray.builder();
            frame.sink = solutions;
            start.run(frame);
            return solutions.size() == 0 ? null : solutions.build();
        }
    }

    /// Not a path to a rule.
    record Invalid(String message) implements Query {
        @Override
        public @Nullable RegoValue run(Context context) throws Halt {
            throw new Halt("eval_internal_error", message, null);
        }

        @Override
        public int rules() {
            return 0;
        }
    }
}
