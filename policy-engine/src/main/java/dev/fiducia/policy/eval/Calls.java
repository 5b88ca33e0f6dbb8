package dev.fiducia.policy.eval;

import dev.fiducia.policy.CallContext;
import dev.fiducia.policy.HostFunction;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.builtin.Builtin;
import dev.fiducia.policy.builtin.BuiltinException;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Calls of built-ins, of the host's functions and of the policy's own.
public final class Calls {
    private Calls() {}

    /// A call of a built-in or of the host's function; sees whether `with` has replaced it.
    public static Ev call(Object identity, Callable function, List<Ev> arguments) {
        Ev[] all = arguments.toArray(Ev[]::new);
        return frame -> {
            RegoValue[] values = new RegoValue[all.length];
            for (int i = 0; i < all.length; i++) {
                RegoValue value = all[i].eval(frame);
                if (value == null) {
                    return null;
                }
                values[i] = value;
            }
            Context context = frame.context;
            return context.isMocked()
                    ? mocked(context, identity, function, values)
                    : function.call(context, values);
        };
    }

    /// A call of a policy's own function: arguments go straight to its frame.
    public static Ev own(FunctionDef function, List<Ev> arguments) {
        Ev[] all = arguments.toArray(Ev[]::new);
        Ev mockable = call(function, function, arguments);
        return frame -> {
            if (frame.context.isMocked()) {
                return mockable.eval(frame);
            }
            Frame inner = function.frame(frame.context);
            for (int i = 0; i < all.length; i++) {
                RegoValue value = all[i].eval(frame);
                if (value == null) {
                    return null;
                }
                inner.slots[i] = value;
            }
            return function.result(inner);
        };
    }

    private static @Nullable RegoValue mocked(
            Context context, Object identity, Callable function, RegoValue[] values) throws Halt {
        return switch (context.mock(identity)) {
            case null -> function.call(context, values);
            case Mock.Fixed(RegoValue value) -> value;
            case Mock.Other(Callable other) -> other.call(context.unmocked(), values);
        };
    }

    public static Callable builtin(Builtin builtin, Position at) {
        return (context, arguments) -> {
            context.run.tick();
            try {
                RegoValue value = builtin.call(context.run.builtins, arguments);
                return value == null ? null : context.run.fitting(value);
            } catch (BuiltinException e) {
                return failed(context, builtin.name(), e, at);
            }
        };
    }

    /// The request may lack a function that the compiler was told of: that is an error, not
    /// undefined.
    public static Callable host(String name, Position at) {
        return (context, arguments) -> {
            context.run.tick();
            HostFunction function = context.run.hosts.get(name);
            if (function == null) {
                throw new Halt("eval_builtin_error", name + ": the host does not provide it", at);
            }
            try {
                return context.run.fitting(
                        function.call(
                                new CallContext(context.run.builtins.now()), List.of(arguments)));
            } catch (BuiltinException e) {
                return failed(context, name, e, at);
            }
        };
    }

    private static @Nullable RegoValue failed(
            Context context, String name, BuiltinException e, Position at) throws Halt {
        boolean limit = e.kind() == BuiltinException.Kind.LIMIT;
        if (limit || context.run.strict) {
            throw new Halt(e.kind().code(), name + ": " + e.getMessage(), at);
        }
        return null;
    }
}
