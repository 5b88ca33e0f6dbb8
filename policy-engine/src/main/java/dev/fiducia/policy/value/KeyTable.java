package dev.fiducia.policy.value;

import org.jspecify.annotations.Nullable;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/// Distinct values, found by hash: the keys of an object, the members of a set.
///
/// They lie side by side in the order in which they came; a few are found by looking through their
/// hashes, more by a table with open addressing, at most half full. It degenerates only where many
/// hashes are equal, which [Hash] prevents. Whoever shares a table must not add to it any more.
final class KeyTable {
    private static final int SCANNED = 8;
    private static final int FIRST_CAPACITY = 4;
    private static final int[] NO_PLACES = {};

    private RegoValue[] keys;
    private int[] hashes;

    /// By hash, one more than the index of a key; 0 is free.
    private int[] places = NO_PLACES;

    private int size;
    private @Nullable Order order;

    KeyTable() {
        this(FIRST_CAPACITY);
    }

    KeyTable(int capacity) {
        this.keys = new RegoValue[capacity];
        this.hashes = new int[capacity];
        if (capacity > SCANNED) {
            this.places = new int[tableSize(capacity)];
        }
    }

    /// A copy with room for some more.
    KeyTable(KeyTable other, int more) {
        int capacity = other.size + more;
        this.keys = Arrays.copyOf(other.keys, capacity);
        this.hashes = Arrays.copyOf(other.hashes, capacity);
        this.size = other.size;
        if (capacity > SCANNED) {
            spread(capacity);
        }
    }

    int size() {
        return size;
    }

    /// The key with an index, in the order of addition.
    RegoValue get(int index) {
        return keys[index];
    }

    boolean contains(RegoValue key) {
        return find(key) >= 0;
    }

    /// The index of a key, or -1.
    int find(RegoValue key) {
        return find(key, key.hashCode());
    }

    private int find(RegoValue key, int hash) {
        if (places.length == 0) {
            for (int i = 0; i < size; i++) {
                if (hashes[i] == hash && same(keys[i], key)) {
                    return i;
                }
            }
            return -1;
        }
        int mask = places.length - 1;
        int at = hash & mask;
        for (int place = places[at]; place != 0; place = places[at]) {
            int i = place - 1;
            if (hashes[i] == hash && same(keys[i], key)) {
                return i;
            }
            at = (at + 1) & mask;
        }
        return -1;
    }

    @SuppressWarnings("ReferenceEquality") // one and the same value is common and needs no walk
    private static boolean same(RegoValue left, RegoValue right) {
        return left == right || left.equals(right);
    }

    /// The index of a key, which is the size before where the key is new.
    int add(RegoValue key) {
        int hash = key.hashCode();
        int found = find(key, hash);
        if (found >= 0) {
            return found;
        }
        if (size == keys.length) {
            int capacity = Math.max(FIRST_CAPACITY, size * 2);
            keys = Arrays.copyOf(keys, capacity);
            hashes = Arrays.copyOf(hashes, capacity);
            if (capacity > SCANNED) {
                spread(capacity);
            }
        }
        keys[size] = key;
        hashes[size] = hash;
        if (places.length > 0) {
            place(hash, size);
        }
        return size++;
    }

    private void spread(int capacity) {
        places = new int[tableSize(capacity)];
        for (int i = 0; i < size; i++) {
            place(hashes[i], i);
        }
    }

    private static int tableSize(int capacity) {
        return Integer.highestOneBit(capacity - 1) << 2;
    }

    private void place(int hash, int index) {
        int mask = places.length - 1;
        int at = hash & mask;
        while (places[at] != 0) {
            at = (at + 1) & mask;
        }
        places[at] = index + 1;
    }

    /// The key at a place in Rego's order.
    RegoValue keyAt(int place) {
        return order().keys[place];
    }

    /// The index of the key at a place in Rego's order.
    int indexAt(int place) {
        return order().indexes[place];
    }

    /// The keys in Rego's order.
    List<RegoValue> inOrder() {
        return new OrderedKeys(order().keys);
    }

    private Order order() {
        Order known = order;
        if (known == null) {
            RegoValue[] sorted = Arrays.copyOf(keys, size);
            Arrays.sort(sorted);
            int[] indexes = new int[size];
            for (int i = 0; i < size; i++) {
                indexes[i] = find(sorted[i]);
            }
            known = new Order(sorted, indexes);
            order = known;
        }
        return known;
    }

    /// Final fields make the arrays safe to see for another thread without a lock.
    private static final class Order {
        private final RegoValue[] keys;
        private final int[] indexes;

        Order(RegoValue[] keys, int[] indexes) {
            this.keys = keys;
            this.indexes = indexes;
        }
    }

    private static final class OrderedKeys extends AbstractList<RegoValue> implements RandomAccess {
        private final RegoValue[] keys;

        OrderedKeys(RegoValue[] keys) {
            this.keys = keys;
        }

        @Override
        public RegoValue get(int index) {
            return keys[index];
        }

        @Override
        public int size() {
            return keys.length;
        }
    }
}
