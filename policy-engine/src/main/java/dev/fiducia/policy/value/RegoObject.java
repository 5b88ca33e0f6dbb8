package dev.fiducia.policy.value;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// An object: any value may be a key. Looked up by hash, walked in the order of its keys.
public final class RegoObject implements RegoValue {
    public static final RegoObject EMPTY = new RegoObject(new HashMap<>());

    private final Map<RegoValue, RegoValue> entries;
    private @Nullable Sorted sorted;
    private int hash;
    private int weight;
    private int depth;

    private RegoObject(Map<RegoValue, RegoValue> entries) {
        this.entries = entries;
    }

    public static RegoObject copyOf(Map<? extends RegoValue, ? extends RegoValue> entries) {
        return owning(new HashMap<>(entries));
    }

    public static RegoObject of(String key, RegoValue value) {
        var entries = new HashMap<RegoValue, RegoValue>(2);
        entries.put(RegoString.of(key), value);
        return owning(entries);
    }

    private static RegoObject owning(Map<RegoValue, RegoValue> entries) {
        return entries.isEmpty() ? EMPTY : new RegoObject(entries);
    }

    public static Builder builder() {
        return new Builder();
    }

    public int size() {
        return entries.size();
    }

    public @Nullable RegoValue get(RegoValue key) {
        return entries.get(key);
    }

    public @Nullable RegoValue get(String key) {
        return entries.get(RegoString.of(key));
    }

    public boolean containsKey(RegoValue key) {
        return entries.containsKey(key);
    }

    /// The key at a place in Rego's order.
    public RegoValue keyAt(int index) {
        return sorted().keys[index];
    }

    /// The value of the key at a place in Rego's order.
    public RegoValue valueAt(int index) {
        return sorted().values[index];
    }

    /// The keys in Rego's order.
    public List<RegoValue> keys() {
        return Collections.unmodifiableList(Arrays.asList(sorted().keys));
    }

    /// Walks the entries in the order of the keys.
    public void forEach(BiConsumer<? super RegoValue, ? super RegoValue> action) {
        var order = sorted();
        for (int i = 0; i < order.keys.length; i++) {
            action.accept(order.keys[i], order.values[i]);
        }
    }

    /// This object with one entry set.
    public RegoObject with(RegoValue key, RegoValue value) {
        var copy = new HashMap<RegoValue, RegoValue>(entries);
        copy.put(key, value);
        return owning(copy);
    }

    /// This object without one key.
    public RegoObject without(RegoValue key) {
        if (!entries.containsKey(key)) {
            return this;
        }
        var copy = new HashMap<RegoValue, RegoValue>(entries);
        copy.remove(key);
        return owning(copy);
    }

    @Override
    public ValueType type() {
        return ValueType.OBJECT;
    }

    @Override
    public int weight() {
        if (weight == 0) {
            int sum = 2;
            for (var entry : entries.entrySet()) {
                int both = Weight.add(entry.getKey().weight(), entry.getValue().weight());
                sum = Weight.add(sum, Weight.add(both, 4));
            }
            weight = sum;
        }
        return weight;
    }

    @Override
    public int depth() {
        if (depth == 0) {
            int deepest = 0;
            for (var entry : entries.entrySet()) {
                deepest = Math.max(deepest, entry.getKey().depth());
                deepest = Math.max(deepest, entry.getValue().depth());
            }
            depth = deepest + 1;
        }
        return depth;
    }

    @Override
    public Map<@Nullable Object, @Nullable Object> toJava() {
        var map = new LinkedHashMap<@Nullable Object, @Nullable Object>();
        forEach((key, value) -> map.put(key.toJava(), value.toJava()));
        return Collections.unmodifiableMap(map);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof RegoObject object
                        && entries.size() == object.entries.size()
                        && hashCode() == object.hashCode()
                        && entries.equals(object.entries));
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            long sum = 1;
            for (var entry : entries.entrySet()) {
                long key = Hash.mix(Hash.start(), entry.getKey().hashCode());
                sum += Hash.mix(key, entry.getValue().hashCode());
            }
            hash = Hash.finish(sum);
        }
        return hash;
    }

    @Override
    public String toString() {
        return RegoText.of(this);
    }

    private Sorted sorted() {
        var known = sorted;
        if (known == null) {
            var keys = entries.keySet().toArray(new RegoValue[0]);
            Arrays.sort(keys);
            var values = new RegoValue[keys.length];
            for (int i = 0; i < keys.length; i++) {
                values[i] = entries.getOrDefault(keys[i], RegoNull.NULL);
            }
            known = new Sorted(keys, values);
            sorted = known;
        }
        return known;
    }

    /// Final fields make the arrays safe to see for another thread without a lock.
    private static final class Sorted {
        private final RegoValue[] keys;
        private final RegoValue[] values;

        Sorted(RegoValue[] keys, RegoValue[] values) {
            this.keys = keys;
            this.values = values;
        }
    }

    /// Collects entries; a later value for a key replaces an earlier one.
    public static final class Builder {
        private @Nullable Map<RegoValue, RegoValue> entries = new HashMap<>();

        private Builder() {}

        public Builder put(RegoValue key, RegoValue value) {
            open().put(key, value);
            return this;
        }

        public Builder put(String key, RegoValue value) {
            return put(RegoString.of(key), value);
        }

        /// Puts unless the key is there; gives the value that was there, or null.
        public @Nullable RegoValue putIfAbsent(RegoValue key, RegoValue value) {
            return open().putIfAbsent(key, value);
        }

        public @Nullable RegoValue get(RegoValue key) {
            return open().get(key);
        }

        public int size() {
            return open().size();
        }

        /// Ends this builder.
        public RegoObject build() {
            var built = owning(open());
            entries = null;
            return built;
        }

        private Map<RegoValue, RegoValue> open() {
            if (entries == null) {
                throw new IllegalStateException("builder already used");
            }
            return entries;
        }
    }
}
