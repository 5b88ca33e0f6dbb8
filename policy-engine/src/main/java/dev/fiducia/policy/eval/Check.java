package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

/// A link of a body's chain that holds at most once: it compares, or gives a variable its value.
@FunctionalInterface
public interface Check {
    boolean holds(Frame frame) throws Halt;

    /// Whether the check holds, as [#holds(Frame)] says. What most literals are, is told apart by
    /// its class: that costs less than a call with very many targets.
    static boolean passes(Check check, Frame frame) throws Halt {
        if (check instanceof Calls.Own own) {
            return own.holds(frame);
        }
        if (check instanceof Comparisons.Infix infix) {
            return infix.holds(frame);
        }
        if (check instanceof Bind bind) {
            return bind.holds(frame);
        }
        return check.holds(frame);
    }

    /// A variable gets the term's value.
    record Bind(int slot, Ev term) implements Check {
        @Override
        public boolean holds(Frame frame) throws Halt {
            RegoValue value = Ev.value(term, frame);
            frame.slots[slot] = value;
            return value != null;
        }
    }
}
