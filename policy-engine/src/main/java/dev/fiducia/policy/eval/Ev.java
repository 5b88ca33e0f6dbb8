package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

/// A ground term, compiled: its value in a frame, or null where it is undefined.
@FunctionalInterface
public interface Ev {
    @Nullable RegoValue eval(Frame frame) throws Halt;

    /// A value known at compile time.
    record Const(RegoValue value) implements Ev {
        @Override
        public RegoValue eval(Frame frame) {
            return value;
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
