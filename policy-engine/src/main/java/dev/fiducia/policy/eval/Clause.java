package dev.fiducia.policy.eval;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One compiled body of a rule or function, with its `else` branches.
///
/// @param constant the value when it is known at compile time
public record Clause(
        int slots,
        int cells,
        Step start,
        @Nullable RegoValue constant,
        List<Clause> alternatives,
        Position at) {

    public Clause {
        alternatives = List.copyOf(alternatives);
    }

    /// The value of the first branch that has one, or null.
    @Nullable RegoValue value(Context context, RegoValue[] arguments) throws Halt {
        RegoValue own = run(context, arguments);
        if (own != null || alternatives.isEmpty()) {
            return own;
        }
        for (Clause alternative : alternatives) {
            RegoValue other = alternative.run(context, arguments);
            if (other != null) {
                return other;
            }
        }
        return null;
    }

    private @Nullable RegoValue run(Context context, RegoValue[] arguments) throws Halt {
        Frame frame = new Frame(context, slots, cells);
        System.arraycopy(arguments, 0, frame.slots, 0, arguments.length);
        start.run(frame);
        return (RegoValue) frame.sink;
    }

    void collect(Context context, Object sink) throws Halt {
        Frame frame = new Frame(context, slots, cells);
        frame.sink = sink;
        start.run(frame);
    }
}
