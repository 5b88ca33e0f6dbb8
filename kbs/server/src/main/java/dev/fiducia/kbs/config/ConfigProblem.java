package dev.fiducia.kbs.config;

import java.util.Optional;

/// One thing that is wrong with a configuration, and what to do about it.
public record ConfigProblem(Code code, Place place, String message, Optional<String> hint) {

    /// What kind of thing is wrong.
    public enum Code {
        UNREADABLE,
        TOO_LARGE,
        SYNTAX,
        UNKNOWN_KEY,
        WRONG_TYPE,
        BAD_VALUE,
        MISSING,
        CONFLICT,
        UNSUPPORTED
    }

    static ConfigProblem of(Code code, Place place, String message) {
        return new ConfigProblem(code, place, message, Optional.empty());
    }

    ConfigProblem withHint(String text) {
        return new ConfigProblem(code, place, message, Optional.of(text));
    }

    /// `file:line:column: message (hint)`.
    @Override
    public String toString() {
        return place + ": " + message + hint.map(h -> " (" + h + ")").orElse("");
    }
}
