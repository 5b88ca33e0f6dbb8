package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.value.RegoObject;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// A `# METADATA` block, attached to the statement below it.
///
/// @param value what policies see of it: `scope` and the fields that are not empty
/// @param subject the rule below a block of scope rule or document; null for the package
/// @param at where the block begins
public record Annotation(Scope scope, RegoObject value, @Nullable Rule subject, Position at) {
    /// What a block speaks of.
    public enum Scope {
        RULE,
        DOCUMENT,
        PACKAGE,
        SUBPACKAGES;

        /// As it is written.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Whether it stands above a `package` statement.
        public boolean isOfPackage() {
            return this == PACKAGE || this == SUBPACKAGES;
        }
    }
}
