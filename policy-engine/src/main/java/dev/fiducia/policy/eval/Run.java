package dev.fiducia.policy.eval;

import dev.fiducia.policy.HostFunction;
import dev.fiducia.policy.PrintSink;
import dev.fiducia.policy.builtin.Budget;
import dev.fiducia.policy.builtin.BuiltinContext;
import dev.fiducia.policy.builtin.BuiltinException;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// What belongs to one evaluation as a whole: its budget, its host functions, its depth.
public final class Run {
    final BuiltinContext builtins;
    final Map<String, HostFunction> hosts;

    /// Null where nobody reads what is printed.
    final @Nullable Prints prints;

    final boolean strict;
    private final Budget budget;
    private final int maxDepth;
    private int depth;

    public Run(
            BuiltinContext builtins,
            Map<String, HostFunction> hosts,
            @Nullable PrintSink print,
            boolean strict,
            int maxDepth) {
        this.builtins = builtins;
        this.budget = builtins.budget();
        this.hosts = hosts;
        this.prints = print == null ? null : new Prints(print);
        this.strict = strict;
        this.maxDepth = maxDepth;
    }

    /// Charges one iteration or call.
    void tick() throws Halt {
        try {
            budget.step(1);
        } catch (BuiltinException e) {
            throw Halt.limit(e.getMessage() == null ? "limit reached" : e.getMessage());
        }
    }

    /// Whether two values are equal.
    boolean same(RegoValue left, RegoValue right) throws Halt {
        return left.equals(right);
    }

    /// How two values are ordered.
    int order(RegoValue left, RegoValue right) throws Halt {
        return left.compareTo(right);
    }

    /// Charges one element added to a collection.
    void grow() throws Halt {
        grow(1);
    }

    /// Charges elements and characters that are about to be made.
    void grow(long units) throws Halt {
        try {
            budget.output(units);
        } catch (BuiltinException e) {
            throw Halt.limit(e.getMessage() == null ? "limit reached" : e.getMessage());
        }
    }

    void enter() throws Halt {
        tick();
        if (++depth > maxDepth) {
            throw Halt.limit("rules and functions call each other deeper than " + maxDepth);
        }
    }

    void leave() {
        depth--;
    }
}
