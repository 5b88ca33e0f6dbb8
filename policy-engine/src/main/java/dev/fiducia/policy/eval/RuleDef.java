package dev.fiducia.policy.eval;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

/// A rule of all its clauses: evaluated once per context.
public final class RuleDef {
    /// What a rule's clauses build together.
    public enum Kind {
        COMPLETE,
        SET,
        OBJECT
    }

    /// What the cache holds where there is no value.
    private enum Mark {
        UNDEFINED,
        BUSY
    }

    private final int id;
    private final String path;
    private final Kind kind;
    private final boolean exhaustive;
    private final Position at;
    private ClauseIndex clauses = ClauseIndex.NONE;
    private @Nullable Clause fallback;

    /// @param exhaustive whether clauses that can only repeat the result are evaluated all the same
    public RuleDef(int id, String path, Kind kind, Position at, boolean exhaustive) {
        this.id = id;
        this.path = path;
        this.kind = kind;
        this.exhaustive = exhaustive;
        this.at = at;
    }

    /// Fills in the compiled clauses: rules refer to each other, so they exist before their code.
    public void define(ClauseIndex compiled, @Nullable Clause defaultClause) {
        this.clauses = compiled;
        this.fallback = defaultClause;
    }

    public String path() {
        return path;
    }

    @Nullable RegoValue value(Context context) throws Halt {
        Object known = context.cached(id);
        if (known == null) {
            return compute(context);
        }
        if (known instanceof Mark mark && mark == Mark.BUSY) {
            throw new Halt("eval_internal_error", "rule " + path + " depends on itself", at);
        }
        return known instanceof RegoValue value ? value : null;
    }

    private @Nullable RegoValue compute(Context context) throws Halt {
        context.cache(id, Mark.BUSY);
        context.run.enter(clauses.links);
        try {
            RegoValue value =
                    switch (kind) {
                        case COMPLETE -> complete(context);
                        case SET -> set(context);
                        case OBJECT -> object(context);
                    };
            context.cache(id, value == null ? Mark.UNDEFINED : value);
            return value;
        } finally {
            context.run.leave(clauses.links);
            if (context.cached(id) instanceof Mark mark && mark == Mark.BUSY) {
                context.forget(id);
            }
        }
    }

    private @Nullable RegoValue complete(Context context) throws Halt {
        Frame frame = new Frame(context, clauses.slots, clauses.cells);
        RegoValue result = null;
        for (Clause clause : clauses.candidates(frame)) {
            if (!exhaustive && result != null && clause.repeats(result)) {
                continue;
            }
            RegoValue value = clause.value(frame);
            if (value != null) {
                if (result != null && !context.run.same(result, value)) {
                    throw Halt.conflict(
                            "complete rules must not produce multiple outputs", clause.at());
                }
                result = value;
            }
        }
        if (result == null && fallback != null) {
            result =
                    fallback.value(
                            new Frame(context, fallback.frameSlots(), fallback.frameCells()));
        }
        return result;
    }

    private void collect(Context context, Object sink) throws Halt {
        Frame frame = new Frame(context, clauses.slots, clauses.cells);
        for (Clause clause : clauses.candidates(frame)) {
            clause.collect(frame, sink);
        }
    }

    private RegoValue set(Context context) throws Halt {
        RegoSet.Builder members = RegoSet.builder();
        collect(context, members);
        return context.run.made(members.build());
    }

    private RegoValue object(Context context) throws Halt {
        PathTree tree = new PathTree();
        collect(context, tree);
        return context.run.made(tree.build());
    }
}
