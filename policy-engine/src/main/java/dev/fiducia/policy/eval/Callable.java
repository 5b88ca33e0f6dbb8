package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

/// Something that can be called with ground arguments.
public interface Callable {
    /// The result, or null for undefined.
    @Nullable RegoValue call(Context context, RegoValue[] arguments) throws Halt;
}
