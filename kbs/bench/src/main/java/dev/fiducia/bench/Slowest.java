package dev.fiducia.bench;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The slowest journeys of a run, with the times when they were due: they show whether slowness
/// came all at once, and when. Thread-safe.
final class Slowest {
    private static final int KEPT = 10;

    private final PriorityQueue<Entry> kept =
            new PriorityQueue<>(Comparator.comparingLong(Entry::nanos));

    /// @param due when the journey was planned to begin, since the first one that counts
    /// @param nanos how long it took from then
    record Entry(long due, long nanos) {}

    synchronized void add(Entry entry) {
        kept.add(entry);
        if (kept.size() > KEPT) {
            kept.remove();
        }
    }

    /// By the time when they were due.
    synchronized List<Entry> entries() {
        return kept.stream().sorted(Comparator.comparingLong(Entry::due)).toList();
    }
}
