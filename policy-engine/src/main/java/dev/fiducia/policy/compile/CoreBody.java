package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A body after names are resolved, in the order it was written.
record CoreBody(Scope scope, List<Lit> literals) {

    /// One literal.
    record Lit(Form form, boolean negated, List<CoreWith> with, Position at) {
        static Lit of(Form form, Position at) {
            return new Lit(form, false, List.of(), at);
        }
    }

    /// What a literal asserts.
    sealed interface Form {
        /// The term is defined and not false.
        record Holds(Core term) implements Form {}

        record Unify(Core left, Core right) implements Form {}

        record Every(@Nullable Variable key, Variable value, Core domain, CoreBody body)
                implements Form {}

        /// A body of its own below `not`.
        record Nested(CoreBody body) implements Form {}

        /// `print`: each argument is the set of its values.
        record Print(List<Core> arguments) implements Form {}
    }

    /// `with`: what is replaced, and by what.
    sealed interface CoreWith {
        /// The input, or a part of it.
        record OfInput(List<RegoValue> path, Core value, Position at) implements CoreWith {}

        /// A part of data.
        record OfData(List<RegoValue> path, Core value, Position at) implements CoreWith {}

        /// A function, by a value.
        record ByValue(Object identity, Core value) implements CoreWith {}

        /// A function, by another.
        record ByFunction(Object identity, Callee replacement) implements CoreWith {}
    }
}
