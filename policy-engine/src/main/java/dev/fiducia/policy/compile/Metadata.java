package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

/// What calls of `rego.metadata.*` stand for where they are written.
@FunctionalInterface
interface Metadata {
    /// Outside of rules.
    Metadata NONE = (_, _) -> null;

    /// The value, or null for any other function.
    @Nullable RegoValue constant(String function, Position at);
}
