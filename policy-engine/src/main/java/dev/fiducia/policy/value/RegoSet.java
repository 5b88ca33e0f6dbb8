package dev.fiducia.policy.value;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A set of values: looked up by hash, walked in Rego's order.
public final class RegoSet implements RegoValue, Iterable<RegoValue> {
    public static final RegoSet EMPTY = new RegoSet(new HashSet<>());

    private final Set<RegoValue> members;
    private @Nullable Sorted sorted;
    private int hash;
    private int weight;
    private int depth;

    private RegoSet(Set<RegoValue> members) {
        this.members = members;
    }

    public static RegoSet of(RegoValue... members) {
        return copyOf(Arrays.asList(members));
    }

    public static RegoSet copyOf(Collection<? extends RegoValue> members) {
        return owning(new HashSet<>(members));
    }

    private static RegoSet owning(Set<RegoValue> members) {
        return members.isEmpty() ? EMPTY : new RegoSet(members);
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
    public RegoValue at(int index) {
        return sorted().members[index];
    }

    /// The members in Rego's order.
    public List<RegoValue> elements() {
        return Collections.unmodifiableList(Arrays.asList(sorted().members));
    }

    @Override
    public Iterator<RegoValue> iterator() {
        return elements().iterator();
    }

    public RegoSet union(RegoSet other) {
        if (other.members.isEmpty()) {
            return this;
        }
        if (members.isEmpty()) {
            return other;
        }
        var all = new HashSet<RegoValue>(members);
        all.addAll(other.members);
        return owning(all);
    }

    public RegoSet intersection(RegoSet other) {
        boolean smaller = members.size() <= other.members.size();
        var small = smaller ? members : other.members;
        var large = smaller ? other.members : members;
        var shared = new HashSet<RegoValue>();
        for (var member : small) {
            if (large.contains(member)) {
                shared.add(member);
            }
        }
        return owning(shared);
    }

    public RegoSet minus(RegoSet other) {
        var left = new HashSet<RegoValue>();
        for (var member : members) {
            if (!other.members.contains(member)) {
                left.add(member);
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
            for (var member : members) {
                sum = Weight.add(sum, Weight.add(member.weight(), 2));
            }
            weight = sum;
        }
        return weight;
    }

    @Override
    public int depth() {
        if (depth == 0) {
            int deepest = 0;
            for (var member : members) {
                deepest = Math.max(deepest, member.depth());
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
                        && members.size() == set.members.size()
                        && hashCode() == set.hashCode()
                        && members.equals(set.members));
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            long sum = 0;
            for (var member : members) {
                sum += Hash.mix(~Hash.start(), member.hashCode());
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
            var order = members.toArray(new RegoValue[0]);
            Arrays.sort(order);
            known = new Sorted(order);
            sorted = known;
        }
        return known;
    }

    /// The final field makes the array safe to see for another thread without a lock.
    private static final class Sorted {
        private final RegoValue[] members;

        Sorted(RegoValue[] members) {
            this.members = members;
        }
    }

    /// Collects members; adding one twice is harmless.
    public static final class Builder {
        private @Nullable Set<RegoValue> members = new HashSet<>();

        private Builder() {}

        /// Whether the member was not there before.
        public boolean add(RegoValue value) {
            return open().add(value);
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

        private Set<RegoValue> open() {
            if (members == null) {
                throw new IllegalStateException("builder already used");
            }
            return members;
        }
    }
}
