package dev.fiducia.ha.seal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The keys of a ring, oldest first, and which of them is active.
record RingContent(KeyId active, List<Entry> entries) {

    private static final int MAX_KEYS = 1000;

    record Entry(KeyId id, Instant created, SecretBytes key) {}

    RingContent {
        entries = List.copyOf(entries);
        if (entries.size() > MAX_KEYS) {
            throw new IllegalArgumentException("more than " + MAX_KEYS + " keys");
        }
        long distinct = entries.stream().map(Entry::id).distinct().count();
        if (distinct != entries.size()) {
            throw new IllegalArgumentException("two keys of one id");
        }
        if (find(entries, active).isEmpty()) {
            throw new IllegalArgumentException("the active key is not among the keys");
        }
    }

    Optional<Entry> find(KeyId id) {
        return find(entries, id);
    }

    /// The ring with one more key, which is the active one.
    RingContent plus(Entry added) {
        List<Entry> all = new ArrayList<>(entries);
        all.add(added);
        return new RingContent(added.id(), all);
    }

    private static Optional<Entry> find(List<Entry> entries, KeyId id) {
        return entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }
}
