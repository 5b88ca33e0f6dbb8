package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A function of all its clauses; results are remembered per context.
public final class FunctionDef implements Callable {
    private static final Object UNDEFINED = new Object();

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
            context.run.tick();
            return known instanceof RegoValue value ? value : null;
        }
        context.run.enter();
        try {
            RegoValue value = compute(context, arguments);
            context.remember(key, value == null ? UNDEFINED : value);
            return value;
        } finally {
            context.run.leave();
        }
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
