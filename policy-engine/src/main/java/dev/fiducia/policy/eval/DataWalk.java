package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Follows a reference through the tree of packages where a key is known only at run time.
///
/// The part that is followed here ends as soon as a plain value is reached.
public final class DataWalk {
    private final DataNode start;
    private final List<Key> keys;

    /// A key of the reference: computed, or found by iterating.
    public sealed interface Key {
        /// A computed key.
        record Ground(Ev key) implements Key {}

        /// Every key that matches.
        record Each(Pattern key) implements Key {}
    }

    /// What happens with each document found.
    @FunctionalInterface
    public interface Found {
        boolean found(Frame frame, RegoValue value) throws Halt;
    }

    public DataWalk(DataNode start, List<Key> keys) {
        this.start = start;
        this.keys = List.copyOf(keys);
    }

    /// True when `found` ended the search.
    public boolean walk(Frame frame, Found found) throws Halt {
        return at(frame, start, start.base(frame.context), 0, found);
    }

    private boolean at(
            Frame frame, @Nullable DataNode node, @Nullable RegoValue base, int index, Found found)
            throws Halt {
        Context context = frame.context;
        if (node == null || index == keys.size() || node.isLeaf(context)) {
            RegoValue value = node == null ? base : node.document(context, base);
            return value != null && within(frame, value, index, found);
        }
        switch (keys.get(index)) {
            case Key.Ground(Ev ev) -> {
                RegoValue key = ev.eval(frame);
                return key != null && below(frame, node, base, key, index, found);
            }
            case Key.Each(Pattern pattern) -> {
                for (RegoValue key : node.keys(base)) {
                    context.run.tick();
                    if (pattern.match(frame, key) && below(frame, node, base, key, index, found)) {
                        return true;
                    }
                }
                return false;
            }
        }
    }

    private boolean below(
            Frame frame,
            DataNode node,
            @Nullable RegoValue base,
            RegoValue key,
            int index,
            Found found)
            throws Halt {
        RegoValue value = base == null ? null : Values.base(base, key);
        return at(frame, node.child(key), value, index + 1, found);
    }

    /// The rest of the keys, in a plain value.
    private boolean within(Frame frame, RegoValue value, int index, Found found) throws Halt {
        if (index == keys.size()) {
            return found.found(frame, value);
        }
        return switch (keys.get(index)) {
            case Key.Ground(Ev ev) -> {
                RegoValue key = ev.eval(frame);
                RegoValue next = key == null ? null : Values.lookup(value, key);
                yield next != null && within(frame, next, index + 1, found);
            }
            case Key.Each(Pattern pattern) ->
                    Iteration.each(
                            frame,
                            value,
                            (f, k, v) -> pattern.match(f, k) && within(f, v, index + 1, found));
        };
    }
}
