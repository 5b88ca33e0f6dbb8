package dev.fiducia.kbs.registry;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordPage;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// A store in memory, for tests that need thousands of them. All methods may be called from any
/// thread.
final class MemoryStore implements RecordStore {
    private final Map<Namespace, NavigableMap<String, StoredRecord>> records = new HashMap<>();
    private final Map<Namespace, Long> generations = new HashMap<>();
    private final InstantSource clock;
    private long commits;

    MemoryStore(InstantSource clock) {
        this.clock = clock;
    }

    private NavigableMap<String, StoredRecord> in(Namespace ns) {
        return records.computeIfAbsent(ns, _ -> new TreeMap<>());
    }

    @Override
    public synchronized Optional<StoredRecord> get(Namespace ns, String key) {
        return Optional.ofNullable(in(ns).get(key));
    }

    @Override
    public synchronized RecordPage list(
            Namespace ns, String prefix, @Nullable String after, int limit) {
        List<StoredRecord> found = new ArrayList<>();
        var rest = after == null ? in(ns) : in(ns).tailMap(after, false);
        for (StoredRecord each : rest.values()) {
            if (found.size() == limit) {
                return new RecordPage(found, Optional.of(found.getLast().key()), generation(ns));
            }
            found.add(each);
        }
        return new RecordPage(found, Optional.empty(), generation(ns));
    }

    @Override
    public synchronized CommitResult commit(List<Change> changes) {
        for (Change change : changes) {
            long actual =
                    get(change.ns(), change.key()).map(StoredRecord::version).orElse(Change.ABSENT);
            if (actual != change.expectedVersion()) {
                return new CommitResult.Conflict(change, actual);
            }
        }
        commits++;
        for (Change change : changes) {
            generations.put(change.ns(), commits);
            switch (change) {
                case Change.Put put ->
                        in(put.ns())
                                .put(
                                        put.key(),
                                        new StoredRecord(
                                                put.key(), commits, put.value(), clock.instant()));
                case Change.Delete delete -> in(delete.ns()).remove(delete.key());
            }
        }
        return new CommitResult.Committed(commits, Instant.EPOCH);
    }

    @Override
    public synchronized long generation(Namespace ns) {
        return generations.getOrDefault(ns, 0L);
    }

    @Override
    public synchronized int purge(Namespace ns, Instant olderThan) {
        int before = in(ns).size();
        in(ns).values().removeIf(each -> each.changed().isBefore(olderThan));
        return before - in(ns).size();
    }

    @Override
    public void close() {}
}
