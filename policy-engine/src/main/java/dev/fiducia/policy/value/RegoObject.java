package dev.fiducia.policy.value;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// An object: any value may be a key. Looked up by hash, walked in the order of its keys.
public final class RegoObject implements RegoValue {
    public static final RegoObject EMPTY = new RegoObject(new KeyTable(0), new RegoValue[0]);

    private final KeyTable keys;

    /// By the index of the key; there may be more room than keys.
    private final RegoValue[] values;

    private int hash;
    private int weight;
    private int depth;

    private RegoObject(KeyTable keys, RegoValue[] values) {
        this.keys = keys;
        this.values = values;
    }

    public static RegoObject copyOf(Map<? extends RegoValue, ? extends RegoValue> entries) {
        var builder = new Builder(entries.size());
        entries.forEach(builder::put);
        return builder.build();
    }

    public static RegoObject of(String key, RegoValue value) {
        return new Builder(1).put(key, value).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    public int size() {
        return keys.size();
    }

    public @Nullable RegoValue get(RegoValue key) {
        int index = keys.find(key);
        return index < 0 ? null : values[index];
    }

    public @Nullable RegoValue get(String key) {
        return get(RegoString.of(key));
    }

    public boolean containsKey(RegoValue key) {
        return keys.contains(key);
    }

    /// The key at a place in Rego's order.
    public RegoValue keyAt(int place) {
        return keys.keyAt(place);
    }

    /// The value of the key at a place in Rego's order.
    public RegoValue valueAt(int place) {
        return values[keys.indexAt(place)];
    }

    /// The keys in Rego's order.
    public List<RegoValue> keys() {
        return keys.inOrder();
    }

    /// Walks the entries in the order of the keys.
    public void forEach(BiConsumer<? super RegoValue, ? super RegoValue> action) {
        for (int i = 0; i < keys.size(); i++) {
            action.accept(keyAt(i), valueAt(i));
        }
    }

    /// This object with one entry set.
    public RegoObject with(RegoValue key, RegoValue value) {
        return new Builder(new KeyTable(keys, 1), Arrays.copyOf(values, keys.size() + 1))
                .put(key, value)
                .build();
    }

    /// This object without one key.
    public RegoObject without(RegoValue key) {
        int index = keys.find(key);
        if (index < 0) {
            return this;
        }
        var rest = new Builder(keys.size() - 1);
        for (int i = 0; i < keys.size(); i++) {
            if (i != index) {
                rest.put(keys.get(i), values[i]);
            }
        }
        return rest.build();
    }

    @Override
    public ValueType type() {
        return ValueType.OBJECT;
    }

    @Override
    public int weight() {
        if (weight == 0) {
            int sum = 2;
            for (int i = 0; i < keys.size(); i++) {
                int both = Weight.add(keys.get(i).weight(), values[i].weight());
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
            for (int i = 0; i < keys.size(); i++) {
                deepest = Math.max(deepest, keys.get(i).depth());
                deepest = Math.max(deepest, values[i].depth());
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
                        && keys.size() == object.keys.size()
                        && hashCode() == object.hashCode()
                        && sameEntries(object));
    }

    private boolean sameEntries(RegoObject other) {
        for (int i = 0; i < keys.size(); i++) {
            if (!values[i].equals(other.get(keys.get(i)))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            long sum = 1;
            for (int i = 0; i < keys.size(); i++) {
                long key = Hash.mix(Hash.start(), keys.get(i).hashCode());
                sum += Hash.mix(key, values[i].hashCode());
            }
            hash = Hash.finish(sum);
        }
        return hash;
    }

    @Override
    public String toString() {
        return RegoText.of(this);
    }

    /// Keys that are known before the values: objects made of them share their table.
    public static final class Form {
        private final KeyTable keys = new KeyTable();

        /// Throws IllegalArgumentException unless the keys are distinct and at least one.
        public Form(List<RegoValue> keys) {
            keys.forEach(this.keys::add);
            if (keys.isEmpty() || this.keys.size() < keys.size()) {
                throw new IllegalArgumentException("keys are not distinct, or none");
            }
        }

        /// The object with these values, in the order of the keys as they were given. Takes the
        /// array as it is: the caller must not touch it again.
        public RegoObject owning(RegoValue[] values) {
            if (values.length != keys.size()) {
                throw new IllegalArgumentException("not one value for each key");
            }
            return new RegoObject(keys, values);
        }
    }

    /// Collects entries; a later value for a key replaces an earlier one.
    public static final class Builder {
        private @Nullable KeyTable keys;
        private RegoValue[] values;

        private Builder() {
            this(4);
        }

        private Builder(int capacity) {
            this(new KeyTable(capacity), new RegoValue[capacity]);
        }

        private Builder(KeyTable keys, RegoValue[] values) {
            this.keys = keys;
            this.values = values;
        }

        public Builder put(RegoValue key, RegoValue value) {
            int before = open().size();
            int index = open().add(key);
            if (index == before) {
                append(index, value);
            } else {
                values[index] = value;
            }
            return this;
        }

        public Builder put(String key, RegoValue value) {
            return put(RegoString.of(key), value);
        }

        /// Puts unless the key is there; gives the value that was there, or null.
        public @Nullable RegoValue putIfAbsent(RegoValue key, RegoValue value) {
            int before = open().size();
            int index = open().add(key);
            if (index < before) {
                return values[index];
            }
            append(index, value);
            return null;
        }

        private void append(int index, RegoValue value) {
            if (index == values.length) {
                values = Arrays.copyOf(values, Math.max(4, index * 2));
            }
            values[index] = value;
        }

        public @Nullable RegoValue get(RegoValue key) {
            int index = open().find(key);
            return index < 0 ? null : values[index];
        }

        public int size() {
            return open().size();
        }

        /// Ends this builder.
        public RegoObject build() {
            var built = size() == 0 ? EMPTY : new RegoObject(open(), values);
            keys = null;
            return built;
        }

        private KeyTable open() {
            if (keys == null) {
                throw new IllegalStateException("builder already used");
            }
            return keys;
        }
    }
}
