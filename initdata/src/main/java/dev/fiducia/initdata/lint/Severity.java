package dev.fiducia.initdata.lint;

import java.util.Locale;

/// How bad a finding is, from bad to harmless.
public enum Severity {
    /// The document must not be used as it is.
    ERROR("E", "error"),
    /// It may work, and is likely not what was meant.
    WARNING("W", "warning"),
    /// Worth knowing.
    INFO("I", "note");

    private final String letter;
    private final String sarifLevel;

    Severity(String letter, String sarifLevel) {
        this.letter = letter;
        this.sarifLevel = sarifLevel;
    }

    /// `E`, `W` or `I`.
    public String letter() {
        return letter;
    }

    /// The level that SARIF has for it.
    public String sarifLevel() {
        return sarifLevel;
    }

    /// The name in reports: `error`, `warning`, `info`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
