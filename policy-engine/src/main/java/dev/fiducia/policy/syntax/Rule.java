package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Position;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One clause of a rule or function.
///
/// @param reference the head's reference: its first element is the name, the rest are operands
/// @param arguments the parameters of a function, null for a rule, empty for one written `f()`
/// @param contains the element of a partial set, null for other kinds
/// @param value what the clause gives; true where nothing is written
/// @param alternatives the `else` branches in order
public record Rule(
        Term.Ref reference,
        @Nullable List<Term> arguments,
        @Nullable Term contains,
        Term value,
        Body body,
        List<Alternative> alternatives,
        boolean isDefault,
        Position at) {

    public Rule {
        arguments = arguments == null ? null : List.copyOf(arguments);
        alternatives = List.copyOf(alternatives);
    }

    /// The first name of the head.
    public String name() {
        return reference.head() instanceof Term.Var v ? v.name() : "";
    }

    /// Whether this is a clause of a function. `f()` declares a plain rule: OPA has no functions
    /// without arguments.
    public boolean isFunction() {
        return arguments != null && !arguments.isEmpty();
    }

    /// Whether the clause gives a value whatever the input is.
    public boolean isCertain() {
        return isDefault
                || (!isFunction()
                        && contains == null
                        && TermParser.isGround(value)
                        && body.literals().size() == 1
                        && body.literals().getFirst().isTrue());
    }

    /// An `else` branch.
    public record Alternative(Term value, Body body, Position at) {}
}
