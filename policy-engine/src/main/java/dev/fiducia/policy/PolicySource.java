package dev.fiducia.policy;

import org.jspecify.annotations.Nullable;

/// One module's text; the path only names it in diagnostics.
///
/// @param version the dialect, or null for the compiler's default
public record PolicySource(String path, String text, @Nullable RegoVersion version) {
    public static PolicySource of(String path, String text) {
        return new PolicySource(path, text, null);
    }
}
