package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

/// A function of all its clauses; results are remembered per context where that is worth it.
public final class FunctionDef implements Callable {
    private static final Object UNDEFINED = new Object();

    /// A result with the lines that were printed while it was computed.
    private record WithPrints(Object result, int from, int to) {}

    private final int id;
    private final String path;
    private final int arity;
    private final boolean exhaustive;

    private ClauseIndex clauses = ClauseIndex.NONE;
    private @Nullable Clause fallback;
    private @Nullable Clause only;
    private boolean remembered;
    private int slots;
    private int cells;

    /// @param exhaustive whether clauses that can only repeat the result are evaluated all the same
    public FunctionDef(int id, String path, int arity, boolean exhaustive) {
        this.id = id;
        this.path = path;
        this.arity = arity;
        this.exhaustive = exhaustive;
    }

    /// Fills in the compiled clauses.
    ///
    /// @param costly whether a call may cost more than to look its result up
    public void define(ClauseIndex compiled, @Nullable Clause defaultClause, boolean costly) {
        this.clauses = compiled;
        this.fallback = defaultClause;
        this.only = defaultClause == null ? compiled.only() : null;
        this.remembered = costly;
        this.slots = Math.max(arity, clauses.slots);
        this.cells = clauses.cells;
        if (defaultClause != null) {
            this.slots = Math.max(slots, defaultClause.frameSlots());
            this.cells = Math.max(cells, defaultClause.frameCells());
        }
    }

    public String path() {
        return path;
    }

    public int arity() {
        return arity;
    }

    @Override
    public @Nullable RegoValue call(Context context, RegoValue[] arguments) throws Halt {
        Frame frame = frame(context);
        System.arraycopy(arguments, 0, frame.slots, 0, arguments.length);
        return result(frame);
    }

    /// A frame whose first slots take the arguments.
    Frame frame(Context context) {
        return new Frame(context, slots, cells);
    }

    /// The result for the arguments in the frame.
    @Nullable RegoValue result(Frame frame) throws Halt {
        if (!remembered) {
            return entered(frame);
        }
        Context context = frame.context;
        CallMemo memo = context.memo(id);
        if (!memo.isWorthwhile()) {
            return entered(frame);
        }
        CallMemo.Key key = CallMemo.Key.of(frame, arity);
        Object known = memo.find(key);
        if (known != null) {
            return recalled(context.run, known);
        }
        Prints prints = context.run.prints;
        int from = prints == null ? 0 : prints.count();
        RegoValue value = entered(frame);
        if (context.mayRemember()) {
            Object result = value == null ? UNDEFINED : value;
            int to = prints == null ? 0 : prints.count();
            memo.put(key, to > from ? new WithPrints(result, from, to) : result);
        }
        return value;
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

    private @Nullable RegoValue entered(Frame frame) throws Halt {
        Run run = frame.context.run;
        run.enter(clauses.links);
        try {
            return compute(frame);
        } finally {
            run.leave(clauses.links);
        }
    }

    private @Nullable RegoValue compute(Frame frame) throws Halt {
        Clause single = only;
        if (single != null) {
            return single.value(frame);
        }
        RegoValue result = null;
        for (Clause clause : clauses.candidates(frame)) {
            if (!exhaustive && result != null && clause.repeats(result)) {
                continue;
            }
            RegoValue value = clause.value(frame);
            if (value != null) {
                if (result != null && !frame.context.run.same(result, value)) {
                    throw Halt.conflict(
                            "functions must not produce multiple outputs for same inputs",
                            clause.at());
                }
                result = value;
            }
        }
        if (result == null && fallback != null) {
            result = fallback.value(frame);
        }
        return result;
    }
}
