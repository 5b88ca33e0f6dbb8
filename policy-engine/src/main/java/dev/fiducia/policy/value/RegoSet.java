package dev.fiducia.policy.value;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A set of values: looked up by hash, walked in Rego's order.
public final class RegoSet implements RegoValue, Iterable<RegoValue> {
    public static final RegoSet EMPTY = new RegoSet(new KeyTable(0));

    private final KeyTable members;
    private int hash;
    private int weight;
    private int depth;

    private RegoSet(KeyTable members) {
        this.members = members;
    }

    public static RegoSet of(RegoValue... members) {
        return copyOf(Arrays.asList(members));
    }

    public static RegoSet copyOf(Collection<? extends RegoValue> members) {
        var table = new KeyTable(members.size());
        members.forEach(table::add);
        return owning(table);
    }

    private static RegoSet owning(KeyTable members) {
        return members.size() == 0 ? EMPTY : new RegoSet(members);
    }

    public static Builder builder() {
        return new Builder();
    }

    public int size() {
        return members.size();
    }

    public boolean contains(RegoValue value) {
        return members.contains(value);
    }

    /// The member at a place in Rego's order.
    public RegoValue at(int place) {
        return members.keyAt(place);
    }

    /// The members in Rego's order.
    public List<RegoValue> elements() {
        return members.inOrder();
    }

    @Override
    public Iterator<RegoValue> iterator() {
        return elements().iterator();
    }

    public RegoSet union(RegoSet other) {
        if (other.size() == 0) {
            return this;
        }
        if (size() == 0) {
            return other;
        }
        var all = new KeyTable(members, other.size());
        for (int i = 0; i < other.size(); i++) {
            all.add(other.members.get(i));
        }
        return owning(all);
    }

    public RegoSet intersection(RegoSet other) {
        boolean smaller = size() <= other.size();
        var small = smaller ? members : other.members;
        var large = smaller ? other.members : members;
        var shared = new KeyTable();
        for (int i = 0; i < small.size(); i++) {
            if (large.contains(small.get(i))) {
                shared.add(small.get(i));
            }
        }
        return owning(shared);
    }

    public RegoSet minus(RegoSet other) {
        var left = new KeyTable();
        for (int i = 0; i < members.size(); i++) {
            if (!other.contains(members.get(i))) {
                left.add(members.get(i));
            }
        }
        return owning(left);
    }

    @Override
    public ValueType type() {
        return ValueType.SET;
    }

    @Override
    public int weight() {
        if (weight == 0) {
            int sum = 2;
            for (int i = 0; i < members.size(); i++) {
                sum = Weight.add(sum, Weight.add(members.get(i).weight(), 2));
            }
            weight = sum;
        }
        return weight;
    }

    @Override
    public int depth() {
        if (depth == 0) {
            int deepest = 0;
            for (int i = 0; i < members.size(); i++) {
                deepest = Math.max(deepest, members.get(i).depth());
            }
            depth = deepest + 1;
        }
        return depth;
    }

    @Override
    public Set<@Nullable Object> toJava() {
        var set = new LinkedHashSet<@Nullable Object>();
        for (var member : this) {
            set.add(member.toJava());
        }
        return Collections.unmodifiableSet(set);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof RegoSet set
                        && size() == set.size()
                        && hashCode() == set.hashCode()
                        && hasAll(set.members));
    }

    private boolean hasAll(KeyTable others) {
        for (int i = 0; i < others.size(); i++) {
            if (!contains(others.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            long sum = 0;
            for (int i = 0; i < members.size(); i++) {
                sum += Hash.mix(~Hash.start(), members.get(i).hashCode());
            }
            hash = Hash.finish(sum);
        }
        return hash;
    }

    @Override
    public String toString() {
        return RegoText.of(this);
    }

    /// Collects members; adding one twice is harmless.
    public static final class Builder {
        private @Nullable KeyTable members = new KeyTable();

        private Builder() {}

        /// Whether the member was not there before.
        public boolean add(RegoValue value) {
            int before = open().size();
            return open().add(value) == before;
        }

        public int size() {
            return open().size();
        }

        /// Ends this builder.
        public RegoSet build() {
            var built = owning(open());
            members = null;
            return built;
        }

        private KeyTable open() {
            if (members == null) {
                throw new IllegalStateException("builder already used");
            }
            return members;
        }
    }
}
