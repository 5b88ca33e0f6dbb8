package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Position;

import java.util.List;

/// One condition of a body, with the documents it replaces while it is evaluated.
public record Literal(Expr expr, boolean negated, List<With> with, Position at) {
    public Literal {
        with = List.copyOf(with);
    }

    /// Whether it is just `true`.
    boolean isTrue() {
        return !negated
                && expr instanceof Expr.TermExpr(Term.BooleanLiteral b, Position _)
                && b.value();
    }

    /// `with target as value`.
    public record With(Term target, Term value, Position at) {}
}
