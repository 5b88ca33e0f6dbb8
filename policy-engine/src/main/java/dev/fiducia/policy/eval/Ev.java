package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

/// A ground term, compiled: its value in a frame, or null where it is undefined.
@FunctionalInterface
public interface Ev {
    @Nullable RegoValue eval(Frame frame) throws Halt;

    /// The term's value, as [#eval] gives it. Variables and constants, which most operands are, are
    /// told apart by their class: that costs less than a call with very many targets.
    static @Nullable RegoValue value(Ev term, Frame frame) throws Halt {
        if (term instanceof Slot(int slot)) {
            return frame.slots[slot];
        }
        if (term instanceof Const(RegoValue value)) {
            return value;
        }
        if (term instanceof Input input) {
            return input.eval(frame);
        }
        return term.eval(frame);
    }

    /// A value known at compile time.
    record Const(RegoValue value) implements Ev {
        @Override
        public RegoValue eval(Frame frame) {
            return value;
        }
    }

    /// The input, or what is below it at known keys.
    final class Input implements Ev, Check {
        static final Input WHOLE = new Input();

        private final RegoValue[] keys;

        Input(RegoValue... keys) {
            this.keys = keys;
        }

        boolean isWhole() {
            return keys.length == 0;
        }

        @Override
        public @Nullable RegoValue eval(Frame frame) {
            return Values.below(frame.context.input, keys);
        }

        @Override
        public boolean holds(Frame frame) {
            return Values.holds(eval(frame));
        }
    }

    /// A variable's value; its slot is written before every read.
    record Slot(int slot) implements Ev {
        @Override
        public @Nullable RegoValue eval(Frame frame) {
            return frame.slots[slot];
        }
    }
}
