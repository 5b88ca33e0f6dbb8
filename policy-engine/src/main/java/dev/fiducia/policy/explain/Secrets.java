package dev.fiducia.policy.explain;

import dev.fiducia.policy.value.RegoValue;

/// Says which values an explanation must not show.
@FunctionalInterface
public interface Secrets {
    /// Nothing is secret.
    Secrets NONE = (path, value) -> false;

    /// Whether the value at a path of the input or of the data, `input.user.token`, is secret. What
    /// is secret at its path is masked wherever it appears, also within other values.
    boolean isSecret(String path, RegoValue value);
}
