package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

import java.util.Arrays;

/// A function with its arguments: what its result is remembered by.
final class CallKey {
    private final Object function;
    private final RegoValue[] arguments;
    private final int hash;

    CallKey(Object function, RegoValue[] arguments) {
        this.function = function;
        this.arguments = arguments;
        this.hash = System.identityHashCode(function) * 31 + Arrays.hashCode(arguments);
    }

    /// A function is itself only: two with equal paths belong to different programs.
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(Object other) {
        return other instanceof CallKey key
                && function == key.function
                && hash == key.hash
                && Arrays.equals(arguments, key.arguments);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
