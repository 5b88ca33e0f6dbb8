package dev.fiducia.policy.eval;

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
                RegoValue value = Ev.value(all[i], frame);
                if (value == null) {
                    return null;
                }
                values[i] = value;
            }
            Context context = frame.context;
            if (context.isMocked()) {
                return mocked(context, identity, function, values);
            }
            return function instanceof OfHost host
                    ? host.call(context, values)
                    : function.call(context, values);
        };
    }

    /// A call of a policy's own function: arguments go straight to its frame.
    public static Ev own(FunctionDef function, List<Ev> arguments) {
        return new Own(function, arguments.toArray(Ev[]::new), call(function, function, arguments));
    }

    static final class Own implements Ev, Check {
        private final FunctionDef function;
        private final Ev[] arguments;
        private final Ev mockable;

        Own(FunctionDef function, Ev[] arguments, Ev mockable) {
            this.function = function;
            this.arguments = arguments;
            this.mockable = mockable;
        }

        @Override
        public @Nullable RegoValue eval(Frame frame) throws Halt {
            if (frame.context.isMocked()) {
                return mockable.eval(frame);
            }
            // Often the first argument decides: no frame is made where it is undefined.
            RegoValue first = arguments.length == 0 ? null : Ev.value(arguments[0], frame);
            if (first == null && arguments.length > 0) {
                return null;
            }
            Frame inner = function.frame(frame.context);
            for (int i = 0; i < arguments.length; i++) {
                RegoValue value = i == 0 ? first : Ev.value(arguments[i], frame);
                if (value == null) {
                    return null;
                }
                inner.slots[i] = value;
            }
            return function.result(inner);
        }

        @Override
        public boolean holds(Frame frame) throws Halt {
            return Values.holds(eval(frame));
        }
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
            context.run.timed();
            context.run.tick();
            try {
                RegoValue value = builtin.call(context.run.builtins, arguments);
                return value == null ? null : context.run.fitting(value);
            } catch (BuiltinException e) {
                return failed(context, builtin.name(), e, at);
            }
        };
    }

    public static Callable host(String name, Position at) {
        return new OfHost(name.intern(), at);
    }

    /// The request may lack a function that the compiler was told of: that is an error, not
    /// undefined.
    private record OfHost(String name, Position at) implements Callable {
        @Override
        public @Nullable RegoValue call(Context context, RegoValue[] arguments) throws Halt {
            Run run = context.run;
            run.timed();
            run.tick();
            HostFunction function = run.hosts.get(name);
            if (function == null) {
                throw new Halt("eval_builtin_error", name + ": the host does not provide it", at);
            }
            try {
                return run.fitting(function.call(run.forHosts(), List.of(arguments)));
            } catch (BuiltinException e) {
                return failed(context, name, e, at);
            }
        }
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
