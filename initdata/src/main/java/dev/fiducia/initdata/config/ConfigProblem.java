package dev.fiducia.initdata.config;

import dev.fiducia.initdata.Place;

/// Something in a file that its reader refuses, or takes otherwise than written.
///
/// @param kind what kind of thing
/// @param path the keys down to it; empty for the file
/// @param place line and column in the file
/// @param message what is wrong, without any value
/// @param fix what to do about it
public record ConfigProblem(Kind kind, String path, Place place, String message, String fix) {

    /// What can be wrong with a file.
    public enum Kind {
        /// The file is not TOML: its reader does not start.
        NOT_TOML,
        /// A key that its reader demands is missing: it does not start.
        MISSING,
        /// A value that its reader can't take: it does not start.
        WRONG_TYPE,
        /// A value of another type, which its reader converts.
        CONVERTED,
        /// A key that its reader ignores.
        UNKNOWN
    }

    /// Whether the component refuses the file because of it.
    public boolean isFatal() {
        return switch (kind) {
            case NOT_TOML, MISSING, WRONG_TYPE -> true;
            case CONVERTED, UNKNOWN -> false;
        };
    }
}
