package dev.fiducia.policy.constraint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What follows from a violation.
public enum EnforcementAction {
    /// The request is refused.
    DENY,
    /// The request is let through with a warning.
    WARN,
    /// The violation is only recorded.
    DRYRUN;

    static Optional<EnforcementAction> named(String name) {
        return Arrays.stream(values()).filter(action -> action.text().equals(name)).findFirst();
    }

    /// As documents write it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
