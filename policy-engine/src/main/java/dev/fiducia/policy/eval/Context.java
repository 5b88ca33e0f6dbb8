package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// The documents that an expression sees, and what was computed under them; `with` makes a child.
public final class Context {
    private static final int MAX_REMEMBERED_CALLS = 20_000;

    final Run run;
    final @Nullable RegoValue input;
    final @Nullable RegoValue data;

    /// Nodes of the rule tree that `with` replaced by data.
    private final @Nullable BitSet masked;

    /// Functions that `with` replaced, by their identity.
    private final Map<Object, Mock> mocks;

    private final boolean mocked;

    private final int rules;
    private @Nullable Object @Nullable [] cache;
    private int remembered;
    private @Nullable Context unmocked;

    public Context(Run run, @Nullable RegoValue input, @Nullable RegoValue data, int rules) {
        this(run, input, data, null, Map.of(), rules);
    }

    private Context(
            Run run,
            @Nullable RegoValue input,
            @Nullable RegoValue data,
            @Nullable BitSet masked,
            Map<Object, Mock> mocks,
            int rules) {
        this.run = run;
        this.input = input;
        this.data = data;
        this.masked = masked;
        this.mocks = mocks;
        this.mocked = !mocks.isEmpty();
        this.rules = rules;
    }

    /// Has the whole evaluation recorded.
    public void record(Trace trace) {
        run.record(trace);
    }

    Context child(
            @Nullable RegoValue newInput,
            @Nullable RegoValue newData,
            @Nullable BitSet newlyMasked,
            Map<Object, Mock> newMocks) {
        BitSet mask = masked;
        if (newlyMasked != null) {
            mask = (BitSet) newlyMasked.clone();
            if (masked != null) {
                mask.or(masked);
            }
        }
        Map<Object, Mock> all = mocks;
        if (!newMocks.isEmpty()) {
            all = new HashMap<>(mocks);
            all.putAll(newMocks);
        }
        return new Context(run, newInput, newData, mask, all, rules);
    }

    /// Inside a mock the originals are back, so that it may call what it stands for.
    Context unmocked() {
        Context plain = unmocked;
        if (plain == null) {
            plain = new Context(run, input, data, masked, Map.of(), rules);
            unmocked = plain;
        }
        return plain;
    }

    int rules() {
        return rules;
    }

    boolean isMasked(int node) {
        return masked != null && masked.get(node);
    }

    /// Whether `with` replaced any function.
    boolean isMocked() {
        return mocked;
    }

    @Nullable Mock mock(Object function) {
        return mocks.isEmpty() ? null : mocks.get(function);
    }

    @Nullable Object cached(int rule) {
        return cache == null ? null : cache[rule];
    }

    void cache(int rule, Object value) {
        if (cache == null) {
            cache = new @Nullable Object[rules];
        }
        cache[rule] = value;
    }

    void forget(int rule) {
        if (cache != null) {
            cache[rule] = null;
        }
    }

    /// The remembered results of the function with this node.
    CallMemo memo(int function) {
        if (cached(function) instanceof CallMemo memo) {
            return memo;
        }
        CallMemo memo = new CallMemo();
        cache(function, memo);
        return memo;
    }

    /// Whether there is room for one more remembered result; counts it.
    boolean mayRemember() {
        return ++remembered <= MAX_REMEMBERED_CALLS;
    }
}
