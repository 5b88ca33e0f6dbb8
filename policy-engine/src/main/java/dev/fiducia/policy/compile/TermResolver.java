package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.syntax.Body;
import dev.fiducia.policy.syntax.Literal;
import dev.fiducia.policy.syntax.Term;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Gives names their meaning in terms.
abstract class TermResolver {
    final Names names;
    final CallResolver calls;
    final Diagnostics diagnostics;

    TermResolver(Names names, CallResolver calls, Diagnostics diagnostics) {
        this.names = names;
        this.calls = calls;
        this.diagnostics = diagnostics;
    }

    /// Resolves a body with the terms of the head that it feeds; those are appended as literals.
    abstract CoreBody body(Body body, Scope scope, List<Term> heads, List<Core> resolvedHeads);

    abstract List<CoreBody.CoreWith> withs(List<Literal.With> withs, Scope scope);

    final Core term(Term term, Scope scope) {
        return switch (term) {
            case Term.Scalar s -> new Core.Const(scalar(s));
            case Term.Var v -> variable(v, scope);
            case Term.Ref r -> reference(r, scope);
            case Term.Call c -> call(c, scope);
            case Term.ArrayTerm a -> new Core.Array(terms(a.items(), scope));
            case Term.SetTerm s -> new Core.SetOf(terms(s.items(), scope));
            case Term.ObjectTerm o ->
                    new Core.Obj(
                            o.entries().stream().map(e -> term(e.key(), scope)).toList(),
                            o.entries().stream().map(e -> term(e.value(), scope)).toList());
            case Term.Comprehension c -> comprehension(c, scope);
            case Term.Template t -> template(t, scope);
        };
    }

    final List<Core> terms(List<Term> terms, Scope scope) {
        List<Core> resolved = new ArrayList<>(terms.size());
        for (Term term : terms) {
            resolved.add(term(term, scope));
        }
        return resolved;
    }

    final RegoValue scalar(Term.Scalar scalar) {
        return switch (scalar) {
            case Term.NullLiteral n -> RegoNull.NULL;
            case Term.BooleanLiteral b -> RegoBoolean.of(b.value());
            case Term.StringLiteral s -> RegoString.of(s.value());
            case Term.NumberLiteral n -> {
                try {
                    yield RegoNumber.parse(n.text());
                } catch (ArithmeticException | NumberFormatException e) {
                    diagnostics.compile("number " + shortened(n.text()) + " is too large", n.at());
                    yield RegoNumber.of(0);
                }
            }
        };
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    private Core variable(Term.Var v, Scope scope) {
        if (v.isWildcard()) {
            return new Core.Local(scope.fresh("_", v.at()));
        }
        Variable local = scope.find(v.name());
        if (local != null) {
            local.used = true;
            return new Core.Local(local);
        }
        Core global = global(v.name(), v.at());
        if (global != null) {
            return global;
        }
        Variable implicit = scope.implicit(v.name(), v.at());
        implicit.used = true;
        return new Core.Local(implicit);
    }

    /// What a name means in the whole module, or null.
    final @Nullable Core global(String name, Position at) {
        names.meant().add(name);
        List<String> path = names.globals().get(name);
        if (path != null) {
            Core head = path.getFirst().equals("input") ? new Core.Input() : new Core.Data();
            if (path.size() == 1) {
                return head;
            }
            List<Core> operands = new ArrayList<>();
            for (String key : path.subList(1, path.size())) {
                operands.add(new Core.Const(RegoString.of(key)));
            }
            return new Core.Ref(head, operands, at);
        }
        return switch (name) {
            case "input" -> new Core.Input();
            case "data" -> new Core.Data();
            default -> null;
        };
    }

    private Core reference(Term.Ref r, Scope scope) {
        Core head = term(r.head(), scope);
        List<Core> operands = terms(r.operands(), scope);
        if (head instanceof Core.Ref inner) {
            List<Core> all = new ArrayList<>(inner.operands());
            all.addAll(operands);
            return new Core.Ref(inner.head(), all, r.at());
        }
        return new Core.Ref(head, operands, r.at());
    }

    private Core call(Term.Call c, Scope scope) {
        List<Core> arguments = terms(c.arguments(), scope);
        if (calls.isTrace(c, names)) {
            return new Core.Const(RegoBoolean.TRUE);
        }
        if (calls.isOfRule(c, names, scope)) {
            return term(c.operator(), scope);
        }
        Callee callee = calls.callee(c, names, scope);
        if (callee == null) {
            return new Core.Const(RegoNull.NULL);
        }
        if (callee.arity() != arguments.size()) {
            diagnostics.type(ArityMismatch.text(callee, arguments), c.at());
            return new Core.Const(RegoNull.NULL);
        }
        RegoValue constant = calls.constant(callee, c.at());
        return constant != null
                ? new Core.Const(constant)
                : new Core.Call(callee, arguments, c.at());
    }

    private Core comprehension(Term.Comprehension c, Scope scope) {
        List<Term> heads = c.key() == null ? List.of(c.value()) : List.of(c.key(), c.value());
        List<Core> resolved = new ArrayList<>();
        CoreBody body = body(c.body(), scope.child(), heads, resolved);
        Core key = c.key() == null ? null : resolved.getFirst();
        return new Core.Comp(c.kind(), key, resolved.getLast(), body, c.at());
    }

    private Core template(Term.Template t, Scope scope) {
        List<Core> parts = new ArrayList<>();
        for (Term.Template.Part part : t.parts()) {
            parts.add(
                    switch (part) {
                        case Term.Template.Text text -> new Core.Const(RegoString.of(text.value()));
                        case Term.Template.Hole hole -> values(hole.term(), hole.with(), scope);
                    });
        }
        return new Core.Template(parts, t.at());
    }

    /// The set of a term's values: empty where it is undefined.
    final Core values(Term term, List<Literal.With> with, Scope scope) {
        Scope inner = scope.child();
        Variable value = inner.fresh("value", term.at());
        CoreBody.Lit lit =
                new CoreBody.Lit(
                        new CoreBody.Form.Unify(new Core.Local(value), term(term, inner)),
                        false,
                        withs(with, inner),
                        term.at());
        return new Core.Comp(
                Term.Comprehension.Kind.SET,
                null,
                new Core.Local(value),
                new CoreBody(inner, List.of(lit)),
                term.at());
    }
}
