package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.compile.CoreBody.Form;
import dev.fiducia.policy.compile.CoreBody.Lit;
import dev.fiducia.policy.syntax.Term;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The parameters of one clause of a function: its branches share them, and each binds them anew.
final class Parameters {
    private final List<Term> terms;
    private final Map<String, Term.Var> names = new LinkedHashMap<>();

    /// The names that no branch has used so far.
    private final Map<String, Term.Var> unused;

    Parameters(List<Term> terms, Names module, Diagnostics diagnostics) {
        this.terms = terms;
        // A parameter that is named twice is held against itself.
        List<String> twice = new ArrayList<>();
        for (Term term : terms) {
            Mentions.patternVariables(
                    term,
                    name -> {
                        if (module.modern() && Names.isRoot(name.name())) {
                            diagnostics.compile(
                                    "args must not shadow "
                                            + name.name()
                                            + " (use a different variable name)",
                                    term.at());
                        }
                        if (names.putIfAbsent(name.name(), name) != null) {
                            twice.add(name.name());
                        }
                    });
        }
        this.unused = new LinkedHashMap<>(names);
        twice.forEach(unused::remove);
    }

    List<Term> terms() {
        return terms;
    }

    /// A scope of its own for one branch.
    Scope scope() {
        Scope scope = new Scope(null, true);
        names.values().forEach(name -> scope.declare(name.name(), name.at()));
        return scope;
    }

    /// To be called when a branch is resolved, and before its matches are.
    void markUsed(Scope branch) {
        branch.visible().stream().filter(v -> v.used).forEach(v -> unused.remove(v.name));
    }

    List<Term.Var> unused() {
        return List.copyOf(unused.values());
    }

    /// Parameters that are more than a name are matched as the body's first literals.
    List<Lit> matches(Scope scope, Set<Variable> bound, BodyResolver resolver) {
        List<Lit> literals = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) {
            Core core = resolver.term(terms.get(i), scope);
            if (core instanceof Core.Local(Variable variable) && variable.slot < 0) {
                variable.slot = i;
                bound.add(variable);
                continue;
            }
            Position at = terms.get(i).at();
            Variable argument = scope.fresh("argument", at);
            argument.slot = i;
            bound.add(argument);
            literals.add(Lit.of(new Form.Unify(new Core.Local(argument), core), at));
        }
        return literals;
    }
}
