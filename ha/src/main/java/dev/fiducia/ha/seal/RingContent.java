package dev.fiducia.ha.seal;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The keys of a ring, oldest first, and which of them is active.
///
/// @param active until the next one is
/// @param next what takes its place, and when
record RingContent(KeyId active, Optional<Next> next, List<Entry> entries) {

    private static final int MAX_KEYS = 1000;
    private static final int KEY_BYTES = 32;

    record Entry(KeyId id, Instant created, SecretBytes key) {

        /// A new key.
        ///
        /// @param taken ids that it must not have
        static Entry fresh(SecureRandom random, Instant now, Set<KeyId> taken) {
            int id;
            do {
                id = random.nextInt();
            } while (id == 0 || taken.contains(new KeyId(id)));
            byte[] key = new byte[KEY_BYTES];
            random.nextBytes(key);
            return new Entry(new KeyId(id), RingFile.seconds(now), SecretBytes.takeFrom(key));
        }
    }

    /// A key that all are to have read before anything is sealed under it.
    record Next(KeyId id, Instant at) {}

    RingContent(KeyId active, List<Entry> entries) {
        this(active, Optional.empty(), entries);
    }

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
        if (next.isPresent()
                && (next.get().id().equals(active) || find(entries, next.get().id()).isEmpty())) {
            throw new IllegalArgumentException("the next key is not among the other keys");
        }
    }

    /// The key that is active at a moment.
    KeyId activeAt(Instant now) {
        return next.filter(each -> !now.isBefore(each.at())).map(Next::id).orElse(active);
    }

    /// Since when the key that is active at a moment has been so.
    Instant activeSince(Instant now) {
        return next.filter(each -> !now.isBefore(each.at()))
                .map(Next::at)
                .orElseGet(() -> find(active).orElseThrow().created());
    }

    Optional<Entry> find(KeyId id) {
        return find(entries, id);
    }

    /// The ring with one more key, which is active from a time on.
    RingContent plus(Entry added, Instant now, Instant at) {
        List<Entry> all = new ArrayList<>(entries);
        all.add(added);
        return new RingContent(activeAt(now), Optional.of(new Next(added.id(), at)), all);
    }

    /// The ring without a key, which is neither active nor next.
    RingContent without(KeyId id, Instant now) {
        KeyId kept = activeAt(now);
        return new RingContent(
                kept,
                next.filter(each -> !each.id().equals(kept)),
                entries.stream().filter(entry -> !entry.id().equals(id)).toList());
    }

    private static Optional<Entry> find(List<Entry> entries, KeyId id) {
        return entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }
}
