package dev.fiducia.kbs.policy;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordPage;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A store for one test, in memory.
final class InMemoryStore implements RecordStore {
    private final Map<String, StoredRecord> records = new TreeMap<>();
    private long commits;

    void put(String namespace, String key, String value) {
        records.put(
                namespace + "/" + key,
                new StoredRecord(
                        key, ++commits, value.getBytes(StandardCharsets.UTF_8), Instant.EPOCH));
    }

    @Override
    public Optional<StoredRecord> get(Namespace ns, String key) {
        return Optional.ofNullable(records.get(ns + "/" + key));
    }

    @Override
    public RecordPage list(Namespace ns, String prefix, @Nullable String after, int limit) {
        List<StoredRecord> found =
                records.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(ns + "/" + prefix))
                        .map(Map.Entry::getValue)
                        .toList();
        return new RecordPage(found, Optional.empty(), commits);
    }

    @Override
    public CommitResult commit(List<Change> changes) {
        for (Change change : changes) {
            long actual =
                    get(change.ns(), change.key()).map(StoredRecord::version).orElse(Change.ABSENT);
            if (actual != change.expectedVersion()) {
                return new CommitResult.Conflict(change, actual);
            }
        }
        commits++;
        for (Change change : changes) {
            switch (change) {
                case Change.Put put ->
                        records.put(
                                put.ns() + "/" + put.key(),
                                new StoredRecord(put.key(), commits, put.value(), Instant.EPOCH));
                case Change.Delete delete -> records.remove(delete.ns() + "/" + delete.key());
            }
        }
        return new CommitResult.Committed(commits, Instant.EPOCH);
    }

    @Override
    public long generation(Namespace ns) {
        return commits;
    }

    @Override
    public int purge(Namespace ns, Instant olderThan) {
        return 0;
    }

    @Override
    public void close() {}
}
