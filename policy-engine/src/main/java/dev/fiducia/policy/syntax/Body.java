package dev.fiducia.policy.syntax;

import java.util.List;

/// Literals that all have to hold.
public record Body(List<Literal> literals) {
    public Body {
        literals = List.copyOf(literals);
    }
}
