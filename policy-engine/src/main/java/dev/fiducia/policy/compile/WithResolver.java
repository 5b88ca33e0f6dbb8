package dev.fiducia.policy.compile;

import dev.fiducia.policy.compile.CoreBody.CoreWith;
import dev.fiducia.policy.syntax.Literal;
import dev.fiducia.policy.syntax.Term;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Finds out what a `with` replaces.
final class WithResolver {
    private static final Set<String> FIXED =
            Set.of("eq", "rego.metadata.chain", "rego.metadata.rule");

    private final Node root;
    private final CallResolver calls;
    private final Diagnostics diagnostics;

    WithResolver(Node root, CallResolver calls, Diagnostics diagnostics) {
        this.root = root;
        this.calls = calls;
        this.diagnostics = diagnostics;
    }

    @Nullable CoreWith with(Literal.With with, TermResolver resolver, Scope scope) {
        List<String> target = CallResolver.path(with.target());
        if (target == null || scope.find(target.getFirst()) != null) {
            return unknown(with);
        }
        String refusal = refusal(target, resolver.names);
        if (refusal != null) {
            diagnostics.compile(
                    "with keyword replacing built-in function: " + refusal, with.target().at());
            return null;
        }
        Core resolved = resolver.term(with.target(), new Scope(null, false));
        Callee function = calls.find(target, resolver.names);
        boolean document =
                resolved instanceof Core.Input
                        || resolved instanceof Core.Data
                        || (resolved instanceof Core.Ref r
                                && (r.head() instanceof Core.Input
                                        || r.head() instanceof Core.Data));
        if (function instanceof Callee.OfPolicy || (function != null && !document)) {
            return function(with, function, resolver, scope);
        }
        if (!document) {
            return unknown(with);
        }
        Core value = resolver.term(with.value(), scope);
        List<RegoValue> path = new ArrayList<>();
        if (resolved instanceof Core.Ref r) {
            for (Core operand : r.operands()) {
                if (operand instanceof Core.Const(RegoValue key)) {
                    path.add(key);
                }
            }
            return r.head() instanceof Core.Input
                    ? new CoreWith.OfInput(path, value, with.at())
                    : data(path, value, with);
        }
        return resolved instanceof Core.Input
                ? new CoreWith.OfInput(path, value, with.at())
                : data(path, value, with);
    }

    private @Nullable CoreWith unknown(Literal.With with) {
        diagnostics.type(
                "with keyword target must reference existing input, data, or a function",
                with.target().at());
        return null;
    }

    /// Why a built-in function cannot be replaced, or null where it can.
    private @Nullable String refusal(List<String> target, Names names) {
        String name = String.join(".", target);
        if (names.globals().containsKey(target.getFirst())) {
            return null;
        }
        if (FIXED.contains(name)) {
            return "replacement of \"" + name + "\" invalid";
        }
        if (target.getFirst().equals("internal") && target.size() > 1) {
            return "replacement of internal function \"" + name + "\" invalid";
        }
        if (name.equals("print")) {
            return "target must not be a void function";
        }
        return calls.find(target, names) instanceof Callee.OfBuiltin b && b.builtin().relation()
                ? "target must not be a relation"
                : null;
    }

    private CoreWith data(List<RegoValue> path, Core value, Literal.With with) {
        Node node = root;
        for (RegoValue key : path) {
            if (node.group != null) {
                diagnostics.compile(
                        "with keyword cannot partially replace virtual document(s)",
                        with.target().at());
                break;
            }
            node = node.child(key);
            if (node == null) {
                break;
            }
        }
        return new CoreWith.OfData(path, value, with.at());
    }

    private @Nullable CoreWith function(
            Literal.With with, Callee function, TermResolver resolver, Scope scope) {
        if (with.value() instanceof Term.Var || with.value() instanceof Term.Ref) {
            List<String> path = CallResolver.path(with.value());
            Callee replacement =
                    path == null || scope.find(path.getFirst()) != null
                            ? null
                            : calls.find(path, resolver.names);
            if (replacement != null && !shadowed(replacement, path, resolver)) {
                if (replacement.arity() != function.arity()) {
                    diagnostics.type(
                            "function "
                                    + function.name()
                                    + " has arity "
                                    + function.arity()
                                    + ", cannot be replaced by "
                                    + replacement.name()
                                    + " of arity "
                                    + replacement.arity(),
                            with.at());
                }
                return new CoreWith.ByFunction(function.identity(), replacement);
            }
        }
        return new CoreWith.ByValue(function.identity(), resolver.term(with.value(), scope));
    }

    /// A rule may carry the name of a built-in.
    private static boolean shadowed(
            Callee replacement, @Nullable List<String> path, TermResolver resolver) {
        return path != null
                && !(replacement instanceof Callee.OfPolicy)
                && resolver.names.globals().containsKey(path.getFirst());
    }
}
