package dev.fiducia.initdata.lint;

import java.util.Locale;

/// How strictly a document is judged.
public enum LintProfile {
    /// For what guards real secrets.
    PROD,
    /// For trials: plain HTTP and missing image checks are warnings.
    DEV;

    /// The name on command lines and in reports.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
