package dev.fiducia.initdata.agentpolicy;

import dev.fiducia.policy.syntax.Body;
import dev.fiducia.policy.syntax.Expr;
import dev.fiducia.policy.syntax.Literal;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.Rule;
import dev.fiducia.policy.syntax.Term;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A policy's syntax tree written out without places, comments and spelling: two policies with the
/// same form are the same to every agent. Rules are sorted, as their order has no meaning in Rego.
/// Repeated ones stay: engines refuse some repetitions, such as a second default.
///
/// Every text in the form has its length before it, so different trees never give the same form.
final class NormalForm {

    /// Changes whenever the form does.
    private static final String VERSION = "t1:";

    private final StringBuilder out = new StringBuilder();

    private NormalForm() {}

    /// The form of the whole policy, as a versioned digest.
    static String ofAll(AgentPolicy policy) {
        return digest(policy, policy.module().rules());
    }

    /// The form of everything but the definition of `policy_data`.
    static String ofRules(AgentPolicy policy) {
        return digest(
                policy,
                policy.module().rules().stream()
                        .filter(rule -> !rule.name().equals(PolicyData.NAME))
                        .toList());
    }

    private static String digest(AgentPolicy policy, List<Rule> rules) {
        Module module = policy.module();
        NormalForm form = new NormalForm();
        form.open("policy");
        policy.dialects().forEach(dialect -> form.text(dialect.name()));
        form.out.append(module.compoundNot() ? '!' : '-');
        module.packagePath().forEach(form::text);
        for (Module.Import each : module.imports()) {
            form.open("import");
            each.path().forEach(form::text);
            form.optionalText(each.alias());
            form.close();
        }
        rules.stream().map(NormalForm::rule).sorted().forEach(form.out::append);
        form.close();
        // The form of a readable text is made of its own characters, so it has bytes.
        return VERSION + Sha256.of(form.out.toString()).orElseThrow().hex();
    }

    private static String rule(Rule rule) {
        NormalForm form = new NormalForm();
        form.open(rule.isDefault() ? "default" : "rule");
        form.term(rule.reference());
        if (rule.arguments() == null) {
            form.none();
        } else {
            form.list("arguments", rule.arguments());
        }
        form.term(rule.contains());
        form.term(rule.value());
        form.body(rule.body());
        for (Rule.Alternative alternative : rule.alternatives()) {
            form.open("else");
            form.term(alternative.value());
            form.body(alternative.body());
            form.close();
        }
        form.close();
        return form.out.toString();
    }

    private void body(Body body) {
        open("body");
        for (Literal literal : body.literals()) {
            open(literal.negated() ? "not" : "is");
            expr(literal.expr());
            withs(literal.with());
            close();
        }
        close();
    }

    private void withs(List<Literal.With> withs) {
        for (Literal.With with : withs) {
            list("with", List.of(with.target(), with.value()));
        }
    }

    private void expr(Expr expr) {
        switch (expr) {
            case Expr.TermExpr(Term term, _) -> list("term", List.of(term));
            case Expr.Assign(Term left, Term right, _) -> list(":=", List.of(left, right));
            case Expr.Unify(Term left, Term right, _) -> list("=", List.of(left, right));
            case Expr.SomeDecl(List<Term.Var> names, _) -> list("some", names);
            case Expr.SomeIn(Term key, Term value, Term collection, _) -> {
                open("some-in");
                term(key);
                term(value);
                term(collection);
                close();
            }
            case Expr.Every(Term key, Term value, Term domain, Body body, _) -> {
                open("every");
                term(key);
                term(value);
                term(domain);
                body(body);
                close();
            }
            case Expr.Group(Body body, _) -> {
                open("group");
                body(body);
                close();
            }
        }
    }

    private void term(@Nullable Term term) {
        switch (term) {
            case null -> none();
            case Term.NullLiteral _ -> out.append('0');
            case Term.BooleanLiteral(boolean value, _) -> out.append(value ? 't' : 'f');
            case Term.NumberLiteral(String number, _) -> tagged('n', number);
            case Term.StringLiteral(String value, _) -> tagged('s', value);
            case Term.Var(String name, _) -> tagged('v', name);
            case Term.Ref(Term head, List<Term> operands, _) -> {
                open("ref");
                term(head);
                operands.forEach(this::term);
                close();
            }
            case Term.Call(Term operator, List<Term> arguments, boolean infix, _) -> {
                open(infix ? "infix" : "call");
                term(operator);
                arguments.forEach(this::term);
                close();
            }
            case Term.ArrayTerm(List<Term> items, _) -> list("array", items);
            case Term.SetTerm(List<Term> items, _) -> list("set", items);
            case Term.ObjectTerm(List<Term.Entry> entries, _) -> {
                open("object");
                for (Term.Entry entry : entries) {
                    term(entry.key());
                    term(entry.value());
                }
                close();
            }
            case Term.Comprehension(
                            Term.Comprehension.Kind kind,
                            Term key,
                            Term value,
                            Body body,
                            _) -> {
                open(kind.name());
                term(key);
                term(value);
                body(body);
                close();
            }
            case Term.Template(List<Term.Template.Part> parts, _) -> template(parts);
        }
    }

    private void template(List<Term.Template.Part> parts) {
        open("template");
        for (Term.Template.Part part : parts) {
            switch (part) {
                case Term.Template.Text(String value) -> tagged('s', value);
                case Term.Template.Hole(Term hole, List<Literal.With> with) -> {
                    open("hole");
                    term(hole);
                    withs(with);
                    close();
                }
            }
        }
        close();
    }

    private void list(String name, List<? extends Term> terms) {
        open(name);
        terms.forEach(this::term);
        close();
    }

    private void open(String name) {
        out.append('(').append(name).append(' ');
    }

    private void close() {
        out.append(')');
    }

    private void none() {
        out.append('-');
    }

    private void text(String text) {
        tagged('x', text);
    }

    private void optionalText(@Nullable String text) {
        if (text == null) {
            none();
        } else {
            text(text);
        }
    }

    private void tagged(char tag, String text) {
        out.append(tag).append(text.length()).append(':').append(text);
    }
}
