package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.builtin.Builtin;
import dev.fiducia.policy.syntax.Term;
import dev.fiducia.policy.syntax.TermText;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Finds the function that a name in a call means.
final class CallResolver {
    private final Node root;
    private final Settings settings;
    private final Diagnostics diagnostics;

    private final Metadata metadata;

    CallResolver(Node root, Settings settings, Diagnostics diagnostics, Metadata metadata) {
        this.root = root;
        this.settings = settings;
        this.diagnostics = diagnostics;
        this.metadata = metadata;
    }

    /// The function, or null after a diagnostic.
    @Nullable Callee callee(Term.Call call, Names names, Scope scope) {
        List<String> path = path(call.operator());
        if (path == null) {
            diagnostics.type("expected a function name", call.at());
            return null;
        }
        String text = String.join(".", path);
        if (!call.infix() && scope.find(path.getFirst()) != null) {
            diagnostics.compile("called function " + text + " shadowed", call.at());
            return null;
        }
        Callee found = call.infix() ? builtin(text) : find(path, names);
        if (found == null && isEvaluators("print", -1, call, names)) {
            diagnostics.type(TermText.of(call) + " used as value", call.at());
        } else if (found == null) {
            diagnostics.type("undefined function " + text, call.at());
        } else if (found instanceof Callee.OfBuiltin(Builtin b)
                && b.deprecated()
                && names.modern()) {
            diagnostics.type(
                    "deprecated built-in function calls in expression: " + text, call.at());
        }
        return found;
    }

    /// The function of a dotted name, or null.
    @Nullable Callee find(List<String> path, Names names) {
        List<String> full = documentPath(path, names);
        Callee own = full == null ? null : function(full);
        return own != null ? own : builtin(String.join(".", path));
    }

    /// Whether the term, which is no call, is the name of a function.
    boolean isFunction(Term term, Names names, Scope scope) {
        if (!(term instanceof Term.Var) && !(term instanceof Term.Ref)) {
            return false;
        }
        List<String> path = path(term);
        return path != null && scope.find(path.getFirst()) == null && find(path, names) != null;
    }

    /// The path below `data` that a dotted name stands for, or null.
    private static @Nullable List<String> documentPath(List<String> path, Names names) {
        names.meant().add(path.getFirst());
        List<String> global = names.globals().get(path.getFirst());
        if (global == null && path.getFirst().equals("data")) {
            global = List.of("data");
        }
        if (global == null || !global.getFirst().equals("data")) {
            return null;
        }
        List<String> full = new ArrayList<>(global.subList(1, global.size()));
        full.addAll(path.subList(1, path.size()));
        return full;
    }

    /// Whether this is a call `f()` of a plain rule that is declared as `f()`: it stands for the
    /// rule's value.
    boolean isOfRule(Term.Call call, Names names, Scope scope) {
        List<String> path = path(call.operator());
        if (!call.arguments().isEmpty() || path == null || scope.find(path.getFirst()) != null) {
            return false;
        }
        List<String> full = documentPath(path, names);
        Group group = full == null ? null : group(full);
        return group != null
                && group.function == null
                && group.entries.stream().anyMatch(entry -> entry.rule().arguments() != null);
    }

    private @Nullable Callee function(List<String> path) {
        Group group = group(path);
        return group == null || group.function == null
                ? null
                : new Callee.OfPolicy(group, group.function);
    }

    private @Nullable Group group(List<String> path) {
        Node node = root;
        for (String key : path) {
            node = node.child(RegoString.of(key));
            if (node == null) {
                return null;
            }
        }
        return node.group;
    }

    private @Nullable Callee builtin(String name) {
        Integer host = settings.hostFunctions().get(name);
        if (host != null) {
            return new Callee.OfHost(name, host);
        }
        Builtin builtin = settings.builtins().find(name);
        return builtin == null ? null : new Callee.OfBuiltin(builtin);
    }

    /// The value of a call that is known already, or null.
    @Nullable RegoValue constant(Callee callee, Position at) {
        return callee instanceof Callee.OfBuiltin(Builtin b)
                ? metadata.constant(b.name(), at)
                : null;
    }

    /// Whether this is a call of `trace`, which does nothing here.
    boolean isTrace(Term.Call call, Names names) {
        return isEvaluators("trace", 1, call, names);
    }

    /// Whether this is a call of a function that the evaluator itself provides.
    boolean isEvaluators(String name, int arity, Term.Call call, Names names) {
        return call.operator() instanceof Term.Var v
                && v.name().equals(name)
                && (arity < 0 || call.arguments().size() == arity)
                && !names.globals().containsKey(name);
    }

    /// The dotted name of an operator, or null where it is none.
    static @Nullable List<String> path(Term operator) {
        return switch (operator) {
            case Term.Var v -> List.of(v.name());
            case Term.Ref r when r.head() instanceof Term.Var v -> {
                List<String> path = new ArrayList<>();
                path.add(v.name());
                for (Term operand : r.operands()) {
                    if (!(operand instanceof Term.StringLiteral s)) {
                        yield null;
                    }
                    path.add(s.value());
                }
                yield path;
            }
            case Term.Ref r -> null;
            case Term.Scalar s -> null;
            case Term.Call c -> null;
            case Term.ArrayTerm a -> null;
            case Term.SetTerm s -> null;
            case Term.ObjectTerm o -> null;
            case Term.Comprehension c -> null;
            case Term.Template t -> null;
        };
    }
}
