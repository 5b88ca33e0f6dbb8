package dev.fiducia.policy.eval;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.value.RegoValue;

/// One link of a body's chain: runs the rest once for each way to hold.
@FunctionalInterface
public interface Step {
    /// True ends the search: whoever started the chain has what it wants.
    boolean run(Frame frame) throws Halt;

    /// The end of a chain that only asks whether there is a solution.
    Step FOUND = frame -> true;

    /// Never holds.
    Step FAIL = frame -> false;

    /// Runs a step as [#run] does. Checks and results, which most steps are, are told apart by
    /// their class: that costs less than a call with very many targets.
    static boolean go(Step step, Frame frame) throws Halt {
        if (step instanceof Checked checked) {
            return checked.run(frame);
        }
        if (step instanceof Result result) {
            return result.run(frame);
        }
        return step.run(frame);
    }

    /// Checks in order, and then the rest.
    final class Checked implements Step {
        private final Check[] checks;
        private final Step next;

        Checked(Check[] checks, Step next) {
            this.checks = checks;
            this.next = next;
        }

        @Override
        public boolean run(Frame frame) throws Halt {
            for (Check check : checks) {
                if (!Check.passes(check, frame)) {
                    return false;
                }
            }
            return go(next, frame);
        }
    }

    /// The end of a clause that gives one value.
    ///
    /// @param first whether the first solution is enough
    /// @param conflict what is said of a second value
    record Result(Ev value, boolean first, String conflict, Position at) implements Step {
        @Override
        public boolean run(Frame frame) throws Halt {
            RegoValue own = Ev.value(value, frame);
            if (own == null) {
                return false;
            }
            if (frame.sink == null) {
                frame.sink = own;
            } else if (!same(frame, frame.sink, own)) {
                throw Halt.conflict(conflict, at);
            }
            return first;
        }

        private static boolean same(Frame frame, Object known, RegoValue own) throws Halt {
            return known instanceof RegoValue value && frame.context.run.same(value, own);
        }
    }
}
