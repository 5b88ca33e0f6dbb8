package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoValue;

/// What a value weighs as text. Shared parts count each time, as they do in the text.
final class Weight {
    private Weight() {}

    private static final int COMPARED_IN_A_STEP = 64;

    /// What it costs to look a value up, or to compare it with an equal one.
    static void look(Budget budget, RegoValue value) throws BuiltinException {
        budget.step(1L + value.weight() / COMPARED_IN_A_STEP);
    }

    static void charge(Budget budget, RegoValue value) throws BuiltinException {
        budget.output(value.weight());
    }
}
