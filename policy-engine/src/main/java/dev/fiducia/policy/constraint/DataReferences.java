package dev.fiducia.policy.constraint;

import dev.fiducia.policy.syntax.Body;
import dev.fiducia.policy.syntax.Expr;
import dev.fiducia.policy.syntax.Literal;
import dev.fiducia.policy.syntax.Rule;
import dev.fiducia.policy.syntax.Term;

import java.util.ArrayList;
import java.util.List;

/// Finds every mention of `data` in a rule, however deep: in heads, bodies, calls, `with`, operands
/// of other references and string templates. A bare `data` counts as a reference without operands.
final class DataReferences {
    private final List<Term.Ref> found = new ArrayList<>();

    private DataReferences() {}

    static List<Term.Ref> in(Rule rule) {
        DataReferences references = new DataReferences();
        references.rule(rule);
        return references.found;
    }

    private void rule(Rule rule) {
        rule.reference().operands().forEach(this::term);
        if (rule.arguments() != null) {
            rule.arguments().forEach(this::term);
        }
        if (rule.contains() != null) {
            term(rule.contains());
        }
        term(rule.value());
        body(rule.body());
        for (Rule.Alternative alternative : rule.alternatives()) {
            term(alternative.value());
            body(alternative.body());
        }
    }

    private void body(Body body) {
        body.literals().forEach(this::literal);
    }

    private void literal(Literal literal) {
        with(literal.with());
        switch (literal.expr()) {
            case Expr.TermExpr e -> term(e.term());
            case Expr.Assign e -> {
                term(e.left());
                term(e.right());
            }
            case Expr.Unify e -> {
                term(e.left());
                term(e.right());
            }
            case Expr.SomeDecl _ -> {}
            case Expr.SomeIn e -> {
                if (e.key() != null) {
                    term(e.key());
                }
                term(e.value());
                term(e.collection());
            }
            case Expr.Every e -> {
                if (e.key() != null) {
                    term(e.key());
                }
                term(e.value());
                term(e.domain());
                body(e.body());
            }
            case Expr.Group e -> body(e.body());
        }
    }

    private void with(List<Literal.With> replacements) {
        for (Literal.With with : replacements) {
            term(with.target());
            term(with.value());
        }
    }

    private void term(Term term) {
        switch (term) {
            case Term.Scalar _ -> {}
            case Term.Var v -> {
                if (v.name().equals("data")) {
                    found.add(new Term.Ref(v, List.of(), v.at()));
                }
            }
            case Term.Ref r -> {
                if (r.head() instanceof Term.Var v && v.name().equals("data")) {
                    found.add(r);
                } else {
                    term(r.head());
                }
                r.operands().forEach(this::term);
            }
            case Term.Call c -> {
                term(c.operator());
                c.arguments().forEach(this::term);
            }
            case Term.ArrayTerm a -> a.items().forEach(this::term);
            case Term.SetTerm s -> s.items().forEach(this::term);
            case Term.ObjectTerm o ->
                    o.entries()
                            .forEach(entry -> {
                                term(entry.key());
                                term(entry.value());
                            });
            case Term.Comprehension c -> {
                if (c.key() != null) {
                    term(c.key());
                }
                term(c.value());
                body(c.body());
            }
            case Term.Template t -> {
                for (Term.Template.Part part : t.parts()) {
                    if (part instanceof Term.Template.Hole hole) {
                        term(hole.term());
                        with(hole.with());
                    }
                }
            }
        }
    }
}
