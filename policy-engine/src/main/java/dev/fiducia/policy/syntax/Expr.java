package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.syntax.Term.Var;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a literal asserts.
public sealed interface Expr {
    Position at();

    /// The term is defined and not false.
    record TermExpr(Term term, Position at) implements Expr {}

    /// `left := right`, declaring the variables of the left side.
    record Assign(Term left, Term right, Position at) implements Expr {}

    /// `left = right`.
    record Unify(Term left, Term right, Position at) implements Expr {}

    /// `some a, b`.
    record SomeDecl(List<Var> names, Position at) implements Expr {
        public SomeDecl {
            names = List.copyOf(names);
        }
    }

    /// `some key, value in collection`.
    record SomeIn(@Nullable Term key, Term value, Term collection, Position at) implements Expr {}

    /// `every key, value in domain { body }`.
    record Every(@Nullable Term key, Term value, Term domain, Body body, Position at)
            implements Expr {}

    /// `{ body }` under `not`, after `import future.keywords.not`.
    record Group(Body body, Position at) implements Expr {}
}
