package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

/// What a term was when it was last looked at.
///
/// @param value null where the term is undefined
/// @param missing the part of the term that leads nowhere, if that is known
public record Observation(String label, @Nullable RegoValue value, @Nullable Missing missing) {
    /// The first key of a reference that is not there.
    ///
    /// @param label the reference up to that key
    /// @param parentLabel the reference before it
    /// @param parent what was found there; null if the head itself is undefined
    public record Missing(String label, String parentLabel, @Nullable RegoValue parent) {}
}
