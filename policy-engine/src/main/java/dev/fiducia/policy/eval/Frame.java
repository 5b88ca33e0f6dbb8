package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

/// The variables of one clause while it is evaluated.
public final class Frame {
    Context context;
    final @Nullable RegoValue[] slots;

    /// Accumulators of comprehensions, and contexts that `with` set aside.
    final @Nullable Object[] cells;

    /// What the clause as a whole builds: its result, or the collection shared by its rule's
    /// clauses.
    @Nullable Object sink;

    Frame(Context context, int slots, int cells) {
        this.context = context;
        this.slots = slots == 0 ? NO_SLOTS : new @Nullable RegoValue[slots];
        this.cells = cells == 0 ? NO_CELLS : new @Nullable Object[cells];
    }

    private static final @Nullable RegoValue[] NO_SLOTS = new @Nullable RegoValue[0];
    private static final @Nullable Object[] NO_CELLS = new @Nullable Object[0];
}
