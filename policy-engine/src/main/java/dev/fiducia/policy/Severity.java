package dev.fiducia.policy;

/// Whether a diagnostic stops the policy from being used.
public enum Severity {
    ERROR,
    WARNING
}
