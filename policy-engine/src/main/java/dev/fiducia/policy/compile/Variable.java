package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;

/// One local variable of one clause, after names are resolved; compared by identity.
final class Variable {
    final String name;
    final Scope owner;
    final Position at;

    /// Whether a query shows it in its solutions: it was written by the author and has a name.
    final boolean visible;

    /// The frame slot, once the emitter has given one.
    int slot = -1;

    boolean used;

    Variable(String name, Scope owner, Position at, boolean visible) {
        this.name = name;
        this.owner = owner;
        this.at = at;
        this.visible = visible;
    }

    @Override
    public String toString() {
        return name;
    }
}
