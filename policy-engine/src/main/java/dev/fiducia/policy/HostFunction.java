package dev.fiducia.policy;

import dev.fiducia.policy.builtin.BuiltinException;
import dev.fiducia.policy.value.RegoValue;

import java.util.List;

/// A function that the host lends to a policy; declared to the compiler, given with each request.
public interface HostFunction {
    String name();

    int arity();

    /// Gives the value; a BuiltinException counts as the error of a built-in.
    RegoValue call(CallContext context, List<RegoValue> arguments) throws BuiltinException;

    /// A function made of a lambda.
    static HostFunction of(String name, int arity, Body body) {
        return new HostFunction() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int arity() {
                return arity;
            }

            @Override
            public RegoValue call(CallContext context, List<RegoValue> arguments)
                    throws BuiltinException {
                return body.call(arguments);
            }
        };
    }

    /// What the function computes.
    @FunctionalInterface
    interface Body {
        RegoValue call(List<RegoValue> arguments) throws BuiltinException;
    }
}
