package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The comparing operators, which most literals are made of, without the way of a call.
public final class Comparisons {
    private Comparisons() {}

    enum Relation {
        EQUAL,
        UNEQUAL,
        LESS,
        AT_MOST,
        GREATER,
        AT_LEAST;

        /// Whether two defined values compare as wanted.
        boolean holds(Run run, RegoValue left, RegoValue right) throws Halt {
            return switch (this) {
                case EQUAL -> run.same(left, right);
                case UNEQUAL -> !run.same(left, right);
                case LESS -> run.order(left, right) < 0;
                case AT_MOST -> run.order(left, right) <= 0;
                case GREATER -> run.order(left, right) > 0;
                case AT_LEAST -> run.order(left, right) >= 0;
            };
        }
    }

    /// The operator of that name on its two operands; null for all other functions.
    ///
    /// @param call what counts where `with` may have replaced the operator
    public static @Nullable Ev of(String name, List<Ev> operands, Ev call) {
        Relation relation =
                switch (name) {
                    case "equal" -> Relation.EQUAL;
                    case "neq" -> Relation.UNEQUAL;
                    case "lt" -> Relation.LESS;
                    case "lte" -> Relation.AT_MOST;
                    case "gt" -> Relation.GREATER;
                    case "gte" -> Relation.AT_LEAST;
                    default -> null;
                };
        return relation == null
                ? null
                : new Infix(operands.get(0), operands.get(1), relation, call);
    }

    /// As a literal it is a check, which needs no boolean value.
    record Infix(Ev left, Ev right, Relation relation, Ev call) implements Ev, Check {
        @Override
        public @Nullable RegoValue eval(Frame frame) throws Halt {
            if (frame.context.isMocked()) {
                return call.eval(frame);
            }
            RegoValue a = Ev.value(left, frame);
            RegoValue b = a == null ? null : Ev.value(right, frame);
            return a == null || b == null ? null : RegoBoolean.of(compare(frame, a, b));
        }

        @Override
        public boolean holds(Frame frame) throws Halt {
            if (frame.context.isMocked()) {
                return Values.holds(call.eval(frame));
            }
            RegoValue a = Ev.value(left, frame);
            RegoValue b = a == null ? null : Ev.value(right, frame);
            return a != null && b != null && compare(frame, a, b);
        }

        private boolean compare(Frame frame, RegoValue a, RegoValue b) throws Halt {
            Run run = frame.context.run;
            run.tick();
            return relation.holds(run, a, b);
        }
    }
}
