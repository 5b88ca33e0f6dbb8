package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A function of all its clauses; results are remembered per context.
public final class FunctionDef implements Callable {
    private static final Object UNDEFINED = new Object();

    /// A result with the lines that were printed while it was computed.
    private record WithPrints(Object result, int from, int to) {}

    private final String path;
    private final int arity;
    private final boolean exhaustive;

    private List<Clause> clauses = List.of();
    private @Nullable Clause fallback;

    /// @param exhaustive whether clauses that can only repeat the result are evaluated all the same
    public FunctionDef(String path, int arity, boolean exhaustive) {
        this.path = path;
        this.arity = arity;
        this.exhaustive = exhaustive;
    }

    /// Fills in the compiled clauses.
    public void define(List<Clause> compiled, @Nullable Clause defaultClause) {
        this.clauses = List.copyOf(compiled);
        this.fallback = defaultClause;
    }

    public String path() {
        return path;
    }

    public int arity() {
        return arity;
    }

    @Override
    public @Nullable RegoValue call(Context context, RegoValue[] arguments) throws Halt {
        CallKey key = new CallKey(this, arguments);
        Object known = context.remembered(key);
        if (known != null) {
            return recalled(context.run, known);
        }
        Run run = context.run;
        Prints prints = run.prints;
        int from = prints == null ? 0 : prints.count();
        run.enter();
        try {
            RegoValue value = compute(context, arguments);
            Object result = value == null ? UNDEFINED : value;
            int to = prints == null ? 0 : prints.count();
            context.remember(key, to > from ? new WithPrints(result, from, to) : result);
            return value;
        } finally {
            run.leave();
        }
    }

    private static @Nullable RegoValue recalled(Run run, Object known) throws Halt {
        run.tick();
        Object result = known;
        if (known instanceof WithPrints(Object inner, int from, int to) && run.prints != null) {
            run.prints.repeat(run, from, to);
            result = inner;
        }
        return result instanceof RegoValue value ? value : null;
    }

    private @Nullable RegoValue compute(Context context, RegoValue[] arguments) throws Halt {
        RegoValue result = null;
        for (Clause clause : clauses) {
            if (!exhaustive
                    && result != null
                    && clause.alternatives().isEmpty()
                    && result.equals(clause.constant())) {
                continue;
            }
            RegoValue value = clause.value(context, arguments);
            if (value != null) {
                if (result != null && !result.equals(value)) {
                    throw Halt.conflict(
                            "functions must not produce multiple outputs for same inputs",
                            clause.at());
                }
                result = value;
            }
        }
        if (result == null && fallback != null) {
            result = fallback.value(context, arguments);
        }
        return result;
    }
}
