package dev.fiducia.initdata.agentpolicy;

import dev.fiducia.policy.syntax.Body;
import dev.fiducia.policy.syntax.Expr;
import dev.fiducia.policy.syntax.Literal;
import dev.fiducia.policy.syntax.Rule;
import dev.fiducia.policy.syntax.Term;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Visits everything inside rules, outer parts before inner ones; the name that a reference begins
/// with is visited as part of the reference only. The nesting is bounded by the parser's limits.
abstract class TreeWalk {

    /// A term at any place.
    void term(Term term) {}

    /// What a literal asserts, at any place.
    void expr(Expr expr) {}

    /// A document that is replaced.
    void with(Literal.With with) {}

    final void walk(Rule rule) {
        into(rule.reference());
        into(rule.arguments());
        into(rule.contains());
        into(rule.value());
        into(rule.body());
        for (Rule.Alternative alternative : rule.alternatives()) {
            into(alternative.value());
            into(alternative.body());
        }
    }

    private void into(Body body) {
        for (Literal literal : body.literals()) {
            into(literal.expr());
            withs(literal.with());
        }
    }

    private void withs(List<Literal.With> withs) {
        for (Literal.With with : withs) {
            with(with);
            into(with.target());
            into(with.value());
        }
    }

    private void into(Expr expr) {
        expr(expr);
        switch (expr) {
            case Expr.TermExpr(Term term, _) -> into(term);
            case Expr.Assign(Term left, Term right, _) -> {
                into(left);
                into(right);
            }
            case Expr.Unify(Term left, Term right, _) -> {
                into(left);
                into(right);
            }
            case Expr.SomeDecl(List<Term.Var> names, _) -> into(names);
            case Expr.SomeIn(Term key, Term value, Term collection, _) -> {
                into(key);
                into(value);
                into(collection);
            }
            case Expr.Every(Term key, Term value, Term domain, Body body, _) -> {
                into(key);
                into(value);
                into(domain);
                into(body);
            }
            case Expr.Group(Body body, _) -> into(body);
        }
    }

    private void into(@Nullable List<? extends Term> terms) {
        if (terms != null) {
            for (Term term : terms) {
                into(term);
            }
        }
    }

    final void into(@Nullable Term term) {
        if (term == null) {
            return;
        }
        term(term);
        switch (term) {
            case Term.Scalar _, Term.Var _ -> {
                // Nothing inside.
            }
            case Term.Ref(Term head, List<Term> operands, _) -> {
                if (!(head instanceof Term.Var)) {
                    into(head);
                }
                into(operands);
            }
            case Term.Call(Term operator, List<Term> arguments, boolean infix, _) -> {
                if (!infix) {
                    into(operator);
                }
                into(arguments);
            }
            case Term.ArrayTerm(List<Term> items, _) -> into(items);
            case Term.SetTerm(List<Term> items, _) -> into(items);
            case Term.ObjectTerm(List<Term.Entry> entries, _) -> {
                for (Term.Entry entry : entries) {
                    into(entry.key());
                    into(entry.value());
                }
            }
            case Term.Comprehension(_, Term key, Term value, Body body, _) -> {
                into(key);
                into(value);
                into(body);
            }
            case Term.Template(List<Term.Template.Part> parts, _) -> {
                for (Term.Template.Part part : parts) {
                    if (part
                            instanceof Term.Template.Hole(Term hole, List<Literal.With> replaced)) {
                        into(hole);
                        withs(replaced);
                    }
                }
            }
        }
    }
}
