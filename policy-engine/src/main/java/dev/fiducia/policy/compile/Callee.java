package dev.fiducia.policy.compile;

import dev.fiducia.policy.builtin.Builtin;
import dev.fiducia.policy.eval.FunctionDef;

/// What a call calls.
sealed interface Callee {
    int arity();

    String name();

    /// What `with` replaces calls by: equal for all calls of one function.
    Object identity();

    /// A built-in function.
    record OfBuiltin(Builtin builtin) implements Callee {
        @Override
        public int arity() {
            return builtin.arity();
        }

        @Override
        public String name() {
            return builtin.name();
        }

        @Override
        public Object identity() {
            return builtin.name();
        }
    }

    /// A function that the policy defines.
    record OfPolicy(Group group, FunctionDef function) implements Callee {
        @Override
        public int arity() {
            return function.arity();
        }

        @Override
        public String name() {
            return function.path();
        }

        @Override
        public Object identity() {
            return function;
        }
    }

    /// A function that the request brings.
    record OfHost(String name, int arity) implements Callee {
        @Override
        public Object identity() {
            return name;
        }
    }
}
