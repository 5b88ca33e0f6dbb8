package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.syntax.Body;
import dev.fiducia.policy.syntax.Expr;
import dev.fiducia.policy.syntax.Literal;
import dev.fiducia.policy.syntax.Term;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The names that a body uses itself, outside of bodies nested in it, and those that it declares.
final class Mentions {
    final Map<String, Position> used = new LinkedHashMap<>();
    final Set<String> declared = new LinkedHashSet<>();
    private final boolean compoundNot;
    private final Predicate<Term> isFunction;

    /// @param isFunction whether a term that `with` puts in a function's place names a function
    Mentions(boolean compoundNot, Predicate<Term> isFunction) {
        this.compoundNot = compoundNot;
        this.isFunction = isFunction;
    }

    void body(Body body) {
        body.literals().forEach(this::literal);
    }

    private void literal(Literal literal) {
        for (Literal.With with : literal.with()) {
            if (!isFunction.test(with.value())) {
                term(with.value());
            }
        }
        if (literal.negated() && compoundNot) {
            return;
        }
        switch (literal.expr()) {
            case Expr.TermExpr e -> term(e.term());
            case Expr.Assign e -> {
                pattern(e.left());
                term(e.left());
                term(e.right());
            }
            case Expr.Unify e -> {
                term(e.left());
                term(e.right());
            }
            case Expr.SomeDecl e -> e.names().forEach(name -> declared.add(name.name()));
            case Expr.SomeIn e -> {
                if (e.key() != null) {
                    pattern(e.key());
                    term(e.key());
                }
                pattern(e.value());
                term(e.value());
                term(e.collection());
            }
            case Expr.Every e -> term(e.domain());
            case Expr.Group e -> {}
        }
    }

    void term(Term term) {
        switch (term) {
            case Term.Scalar s -> {}
            case Term.Var v -> {
                if (!v.isWildcard()) {
                    used.putIfAbsent(v.name(), v.at());
                }
            }
            case Term.Ref r -> {
                term(r.head());
                r.operands().forEach(this::term);
            }
            case Term.Call c -> c.arguments().forEach(this::term);
            case Term.ArrayTerm a -> a.items().forEach(this::term);
            case Term.SetTerm s -> s.items().forEach(this::term);
            case Term.ObjectTerm o ->
                    o.entries()
                            .forEach(entry -> {
                                term(entry.key());
                                term(entry.value());
                            });
            case Term.Comprehension c -> {}
            case Term.Template t -> {}
        }
    }

    private void pattern(Term term) {
        patternNames(term, declared);
    }

    private static void patternNames(Term term, Set<String> into) {
        patternVariables(term, variable -> into.add(variable.name()));
    }

    /// The variables that a pattern binds, once for each place where it names them.
    static void patternVariables(Term term, Consumer<Term.Var> into) {
        switch (term) {
            case Term.Var v -> {
                if (!v.isWildcard()) {
                    into.accept(v);
                }
            }
            case Term.ArrayTerm a -> a.items().forEach(item -> patternVariables(item, into));
            case Term.ObjectTerm o ->
                    o.entries().forEach(entry -> patternVariables(entry.value(), into));
            case Term.Scalar s -> {}
            case Term.Ref r -> {}
            case Term.Call c -> {}
            case Term.SetTerm s -> {}
            case Term.Comprehension c -> {}
            case Term.Template t -> {}
        }
    }
}
