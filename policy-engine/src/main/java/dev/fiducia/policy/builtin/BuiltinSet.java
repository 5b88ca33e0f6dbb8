package dev.fiducia.policy.builtin;

/// Which functions the host that a policy is written for has.
public enum BuiltinSet {
    /// All that Open Policy Agent has, as far as they are implemented.
    OPA,
    /// What Trustee builds into its engine: std, regex, base64, time.
    TRUSTEE,
    /// What the Kata agent builds into its engine: std, regex, base64, base64url.
    KATA
}
