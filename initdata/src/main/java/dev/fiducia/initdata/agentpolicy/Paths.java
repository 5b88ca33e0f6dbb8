package dev.fiducia.initdata.agentpolicy;

import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.Term;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The documents that names and references of a module stand for, imports resolved.
final class Paths {

    private static final List<String> PACKAGE = List.of("data", AgentPolicy.PACKAGE);

    private final Map<String, List<String>> imports = new HashMap<>();

    Paths(Module module) {
        for (Module.Import each : module.imports()) {
            each.binds().ifPresent(name -> imports.put(name, each.path()));
        }
    }

    /// The constant beginning of the path below a root document, or of a name of this module below
    /// its package; null for what has no path. Local variables are not told from rules.
    @Nullable List<String> of(Term term) {
        return switch (term) {
            case Term.Var var -> root(var.name());
            case Term.Ref(Term.Var head, List<Term> operands, _) -> {
                List<String> path = new ArrayList<>(root(head.name()));
                for (Term operand : operands) {
                    if (!(operand instanceof Term.StringLiteral(String name, _))) {
                        break;
                    }
                    path.add(name);
                }
                yield path;
            }
            case Term.Scalar _,
                    Term.Ref _,
                    Term.Call _,
                    Term.ArrayTerm _,
                    Term.SetTerm _,
                    Term.ObjectTerm _,
                    Term.Comprehension _,
                    Term.Template _ ->
                    null;
        };
    }

    /// Whether the term may stand for a rule of this module, for a part of its value, or for a
    /// document around it.
    boolean mayReach(Term term, String rule) {
        List<String> path = of(term);
        List<String> target = List.of("data", AgentPolicy.PACKAGE, rule);
        if (path == null) {
            return false;
        }
        int common = Math.min(path.size(), target.size());
        return path.subList(0, common).equals(target.subList(0, common));
    }

    private List<String> root(String name) {
        if (name.equals("input") || name.equals("data")) {
            return List.of(name);
        }
        List<String> imported = imports.get(name);
        if (imported != null) {
            return imported;
        }
        List<String> path = new ArrayList<>(PACKAGE);
        path.add(name);
        return path;
    }
}
