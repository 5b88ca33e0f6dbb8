package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoValue;

/// What a value weighs as text. Shared parts count each time, as they do in the text.
final class Weight {
    private Weight() {}

    static void charge(Budget budget, RegoValue value) throws BuiltinException {
        budget.output(value.weight());
    }
}
