package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.syntax.Term.Var;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a default rule may say: its value is written out and names nothing, and the parameters of a
/// default function are names, each another.
final class DefaultRules {
    private final Position at;

    private DefaultRules(Position at) {
        this.at = at;
    }

    static void check(Term value, @Nullable List<Term> parameters, Position at)
            throws SyntaxException {
        DefaultRules rules = new DefaultRules(at);
        rules.value(value);
        if (parameters != null) {
            rules.parameters(parameters);
        }
    }

    private void value(Term term) throws SyntaxException {
        switch (term) {
            case Term.Scalar s -> {}
            case Term.Comprehension c -> {}
            case Var v -> throw illegal("value cannot contain " + (isRoot(v) ? "ref" : "var"));
            case Term.Ref r -> throw illegal("value cannot contain ref");
            case Term.Call c -> throw illegal("value cannot contain call");
            case Term.ArrayTerm a -> values(a.items());
            case Term.SetTerm s -> values(s.items());
            case Term.ObjectTerm o -> {
                for (Term.Entry entry : o.entries()) {
                    value(entry.key());
                    value(entry.value());
                }
            }
            case Term.Template t -> {
                for (Term.Template.Part part : t.parts()) {
                    if (part instanceof Term.Template.Hole hole) {
                        value(hole.term());
                    }
                }
            }
        }
    }

    private void values(List<Term> terms) throws SyntaxException {
        for (Term term : terms) {
            value(term);
        }
    }

    private static boolean isRoot(Var v) {
        return v.name().equals("input") || v.name().equals("data");
    }

    private void parameters(List<Term> parameters) throws SyntaxException {
        Set<String> seen = new HashSet<>();
        for (Term parameter : parameters) {
            if (!(parameter instanceof Var v)) {
                throw illegal("arguments cannot contain " + parameter.typeName());
            }
            if (!v.isWildcard() && !seen.add(v.name())) {
                throw illegal("arguments cannot be repeated " + v.name());
            }
        }
    }

    private SyntaxException illegal(String what) {
        return new SyntaxException(
                Diagnostic.error("rego_parse_error", "illegal default rule (" + what + ")", at));
    }
}
