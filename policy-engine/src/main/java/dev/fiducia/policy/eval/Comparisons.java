package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The comparing operators, which most literals are made of, without the way of a call.
public final class Comparisons {
    private Comparisons() {}

    /// Whether two defined values compare as wanted.
    @FunctionalInterface
    private interface Relation {
        boolean holds(Run run, RegoValue left, RegoValue right) throws Halt;
    }

    /// The operator of that name on its two operands; null for all other functions.
    ///
    /// @param call what counts where `with` may have replaced the operator
    public static @Nullable Ev of(String name, List<Ev> operands, Ev call) {
        Relation relation =
                switch (name) {
                    case "equal" -> Run::same;
                    case "neq" -> (run, a, b) -> !run.same(a, b);
                    case "lt" -> (run, a, b) -> run.order(a, b) < 0;
                    case "lte" -> (run, a, b) -> run.order(a, b) <= 0;
                    case "gt" -> (run, a, b) -> run.order(a, b) > 0;
                    case "gte" -> (run, a, b) -> run.order(a, b) >= 0;
                    default -> null;
                };
        return relation == null
                ? null
                : new Infix(operands.get(0), operands.get(1), relation, call);
    }

    private record Infix(Ev left, Ev right, Relation relation, Ev call) implements Ev {
        @Override
        public @Nullable RegoValue eval(Frame frame) throws Halt {
            Context context = frame.context;
            if (context.isMocked()) {
                return call.eval(frame);
            }
            RegoValue a = left.eval(frame);
            if (a == null) {
                return null;
            }
            RegoValue b = right.eval(frame);
            if (b == null) {
                return null;
            }
            context.run.tick();
            return RegoBoolean.of(relation.holds(context.run, a, b));
        }
    }
}
