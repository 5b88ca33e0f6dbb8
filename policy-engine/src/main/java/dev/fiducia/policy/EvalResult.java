package dev.fiducia.policy;

import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoValue;

/// What an evaluation gave. Only [#isTrue()] may be read as permission.
public sealed interface EvalResult {
    /// The rule has a value, which may be anything.
    record Value(RegoValue value) implements EvalResult {}

    /// The rule has no value.
    record Undefined() implements EvalResult {}

    /// The evaluation was ended by an error or a limit.
    record Failed(RegoError error) implements EvalResult {}

    /// Whether the value is the boolean true: nothing else is.
    default boolean isTrue() {
        return this instanceof Value(RegoValue value) && value == RegoBoolean.TRUE;
    }
}
