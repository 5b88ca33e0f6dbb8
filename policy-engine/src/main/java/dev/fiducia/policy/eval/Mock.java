package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

/// What a function was replaced by.
public sealed interface Mock {
    /// Every call gives this value.
    record Fixed(RegoValue value) implements Mock {}

    /// Calls go to another function.
    record Other(Callable function) implements Mock {}
}
