package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.ValueType;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// One built-in function: its name, the types each argument may have, and its body.
///
/// The number of arguments is the evaluator's duty to check; types are checked by the call.
public final class Builtin {
    /// The body of a function; null means undefined.
    @FunctionalInterface
    public interface Body {
        @Nullable RegoValue call(BuiltinContext context, RegoValue[] arguments)
                throws BuiltinException;
    }

    enum Trait {
        DEPRECATED,
        RELATION
    }

    private final String name;
    private final List<Set<ValueType>> arguments;
    private final Set<Trait> traits;
    private final Body body;

    Builtin(String name, List<Set<ValueType>> arguments, Set<Trait> traits, Body body) {
        this.name = name;
        this.arguments = List.copyOf(arguments);
        this.traits = Set.copyOf(traits);
        this.body = body;
    }

    public String name() {
        return name;
    }

    public int arity() {
        return arguments.size();
    }

    /// For each argument the types that the declaration allows: what a compiler may check.
    public List<Set<ValueType>> arguments() {
        return arguments;
    }

    /// Whether Rego v1 refuses calls of it.
    public boolean deprecated() {
        return traits.contains(Trait.DEPRECATED);
    }

    /// Whether a call gives many results: the value is then an array of them, in order (`walk`).
    public boolean relation() {
        return traits.contains(Trait.RELATION);
    }

    /// Gives the value, or null for undefined.
    public @Nullable RegoValue call(BuiltinContext context, RegoValue... arguments)
            throws BuiltinException {
        return body.call(context, arguments);
    }

    @Override
    public String toString() {
        return name + "/" + arity();
    }
}
