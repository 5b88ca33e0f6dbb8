package dev.fiducia.policy.eval;

import dev.fiducia.policy.CallContext;
import dev.fiducia.policy.HostFunction;
import dev.fiducia.policy.PrintSink;
import dev.fiducia.policy.builtin.Budget;
import dev.fiducia.policy.builtin.BuiltinContext;
import dev.fiducia.policy.builtin.BuiltinException;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// What belongs to one evaluation as a whole: its budget, its host functions, its depth.
public final class Run {
    private static final int COMPARED_IN_A_STEP = 64;
    private static final int MADE_IN_A_STEP = 1024;

    /// About the bytes that a member of a set, or a key with its value, takes in memory.
    private static final int SIZE_OF_MEMBER = 32;

    private static final int SIZE_OF_ELEMENT = 4;

    /// Values are compared and written by recursion; JSON that comes in nests half as deep at most.
    private static final int MAX_NESTING = 1024;

    private static final int LINKS_OF_A_CALL = 4;

    final BuiltinContext builtins;
    final Map<String, HostFunction> hosts;

    /// Null where nobody reads what is printed.
    final @Nullable Prints prints;

    final boolean strict;

    /// Null unless the evaluation is to be explained.
    @Nullable Trace trace;

    private final Budget budget;
    private final int maxDepth;
    private final long maxWeight;
    private int depth;

    public Run(
            BuiltinContext builtins,
            Map<String, HostFunction> hosts,
            @Nullable PrintSink print,
            boolean strict,
            int maxDepth,
            long maxWeight) {
        this.builtins = builtins;
        this.budget = builtins.budget();
        this.hosts = hosts;
        this.prints = print == null ? null : new Prints(print);
        this.strict = strict;
        this.maxDepth = maxDepth;
        // A weight that has reached the end of its range may be anything.
        this.maxWeight = Math.min(maxWeight, Integer.MAX_VALUE - 1);
    }

    /// Has the evaluation recorded, by code that was compiled for it.
    void record(Trace recorder) {
        this.trace = recorder;
    }

    /// What a host function may know.
    CallContext forHosts() {
        return builtins;
    }

    /// Something begins whose duration the steps before do not bound.
    void timed() {
        budget.start();
    }

    /// Charges one iteration or call.
    void tick() throws Halt {
        steps(1);
    }

    void steps(long steps) throws Halt {
        try {
            budget.step(steps);
        } catch (BuiltinException e) {
            throw Halt.limit(e.getMessage() == null ? "limit reached" : e.getMessage());
        }
    }

    /// Whether two values are equal.
    @SuppressWarnings("ReferenceEquality") // one and the same value needs no walk
    boolean same(RegoValue left, RegoValue right) throws Halt {
        if (left == right) {
            return true;
        }
        if (left instanceof RegoString a && right instanceof RegoString b) {
            int shorter = Math.min(a.weight(), b.weight());
            if (shorter >= COMPARED_IN_A_STEP) {
                steps(shorter / COMPARED_IN_A_STEP);
            }
            return a.equals(b);
        }
        if (left.getClass() != right.getClass()) {
            return false;
        }
        chargeComparison(left, right);
        return left.equals(right);
    }

    /// How two values are ordered.
    int order(RegoValue left, RegoValue right) throws Halt {
        chargeComparison(left, right);
        return left.compareTo(right);
    }

    /// What is large is compared part by part, with shared parts each time.
    private void chargeComparison(RegoValue left, RegoValue right) throws Halt {
        steps(Math.min(left.weight(), right.weight()) / COMPARED_IN_A_STEP);
    }

    /// Charges a value that becomes a member or key: it is hashed, and compared with its like.
    void member(RegoValue value) throws Halt {
        grow(SIZE_OF_MEMBER);
        steps(value.weight() / COMPARED_IN_A_STEP);
    }

    /// Charges an element of an array.
    void element() throws Halt {
        grow(SIZE_OF_ELEMENT);
    }

    /// Charges characters, or what takes as much memory, before it is made.
    void grow(long units) throws Halt {
        try {
            budget.output(units);
        } catch (BuiltinException e) {
            throw Halt.limit(e.getMessage() == null ? "limit reached" : e.getMessage());
        }
    }

    /// A value, refused where writing it out or walking it would pass the limits. Few elements make
    /// a huge value when they are shared: `[x, x]`, forty times.
    RegoValue fitting(RegoValue value) throws Halt {
        if (value instanceof RegoBoolean) {
            return value;
        }
        if (value.weight() > maxWeight) {
            throw Halt.limit("a value is larger than " + maxWeight);
        }
        if (value.depth() > MAX_NESTING) {
            throw Halt.limit("a value nests deeper than " + MAX_NESTING);
        }
        return value;
    }

    /// A new value that was built of its parts, which costs more the larger they are.
    RegoValue made(RegoValue value) throws Halt {
        steps(value.weight() / MADE_IN_A_STEP);
        return fitting(value);
    }

    /// @param links how many iterations the clauses nest, which takes stack as calls do
    void enter(int links) throws Halt {
        tick();
        depth += 1 + links / LINKS_OF_A_CALL;
        if (depth > maxDepth) {
            throw Halt.limit("rules and functions call each other deeper than " + maxDepth);
        }
    }

    void leave(int links) {
        depth -= 1 + links / LINKS_OF_A_CALL;
    }
}
