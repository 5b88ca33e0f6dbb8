package dev.fiducia.policy.value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/// An ordered list of values.
public final class RegoArray implements RegoValue, Iterable<RegoValue> {
    public static final RegoArray EMPTY = new RegoArray(new RegoValue[0]);

    private final RegoValue[] elements;
    private int hash;
    private int weight;
    private int depth;

    private RegoArray(RegoValue[] elements) {
        this.elements = elements;
    }

    public static RegoArray of(RegoValue... elements) {
        return elements.length == 0 ? EMPTY : new RegoArray(elements.clone());
    }

    public static RegoArray copyOf(Collection<? extends RegoValue> elements) {
        return elements.isEmpty() ? EMPTY : new RegoArray(elements.toArray(new RegoValue[0]));
    }

    /// Takes the array as it is: the caller must not touch it again.
    static RegoArray owning(RegoValue[] elements) {
        return elements.length == 0 ? EMPTY : new RegoArray(elements);
    }

    public static Builder builder() {
        return new Builder();
    }

    public int size() {
        return elements.length;
    }

    public RegoValue get(int index) {
        return elements[index];
    }

    /// What `array[key]` gives: null unless the key is a whole number within bounds.
    public @Nullable RegoValue find(RegoValue key) {
        if (key instanceof RegoNumber number && number.isLong()) {
            long index = number.asLong();
            return index >= 0 && index < elements.length ? elements[(int) index] : null;
        }
        return null;
    }

    public List<RegoValue> elements() {
        return Collections.unmodifiableList(Arrays.asList(elements));
    }

    @Override
    public Iterator<RegoValue> iterator() {
        return elements().iterator();
    }

    public RegoArray concat(RegoArray other) {
        if (other.elements.length == 0) {
            return this;
        }
        var joined = Arrays.copyOf(elements, elements.length + other.elements.length);
        System.arraycopy(other.elements, 0, joined, elements.length, other.elements.length);
        return owning(joined);
    }

    /// The elements from `start` up to, but not with, `stop`; both must be within bounds.
    public RegoArray slice(int start, int stop) {
        return start == 0 && stop == elements.length
                ? this
                : owning(Arrays.copyOfRange(elements, start, stop));
    }

    @Override
    public ValueType type() {
        return ValueType.ARRAY;
    }

    @Override
    public int weight() {
        if (weight == 0) {
            int sum = 2;
            for (var element : elements) {
                sum = Weight.add(sum, Weight.add(element.weight(), 2));
            }
            weight = sum;
        }
        return weight;
    }

    @Override
    public int depth() {
        if (depth == 0) {
            int deepest = 0;
            for (var element : elements) {
                deepest = Math.max(deepest, element.depth());
            }
            depth = deepest + 1;
        }
        return depth;
    }

    @Override
    public List<@Nullable Object> toJava() {
        var list = new ArrayList<@Nullable Object>(elements.length);
        for (var element : elements) {
            list.add(element.toJava());
        }
        return Collections.unmodifiableList(list);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof RegoArray array
                        && elements.length == array.elements.length
                        && hashCode() == array.hashCode()
                        && Arrays.equals(elements, array.elements));
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            long state = Hash.start();
            for (var element : elements) {
                state = Hash.mix(state, element.hashCode());
            }
            hash = Hash.finish(state);
        }
        return hash;
    }

    @Override
    public String toString() {
        return RegoText.of(this);
    }

    /// Collects elements in order.
    public static final class Builder {
        private final ArrayList<RegoValue> elements = new ArrayList<>();

        private Builder() {}

        public Builder add(RegoValue value) {
            elements.add(value);
            return this;
        }

        public int size() {
            return elements.size();
        }

        public RegoArray build() {
            return copyOf(elements);
        }
    }
}
