package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Position;

/// A comment: what follows the `#`, and where that stands.
record Comment(String text, Position at) {
    /// Whether it begins a block of annotations.
    boolean beginsMetadata() {
        return text.strip().startsWith("METADATA");
    }

    /// Whether it goes on with the block that the comment before it belongs to.
    boolean follows(Comment before) {
        return at.line() == before.at.line() + 1 && at.column() == 1;
    }
}
