package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordLimits;
import dev.fiducia.ha.store.RecordPage;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// The reference values of the service: registered, asked for, and withdrawn. Every change is one
/// commit, whole or not at all, and no source's change touches what another source said.
/// Thread-safe.
public final class ReferenceValues {

    /// Holds one record a name.
    public static final Namespace NAMESPACE = new Namespace("reference_value");

    private static final int MONTHS_VALID = 12;
    private static final int ATTEMPTS = 100;

    private final RecordStore store;
    private final InstantSource clock;
    private final Map<String, Extractor> extractors;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile @Nullable LoadedValues loaded;

    public ReferenceValues(RecordStore store, InstantSource clock) {
        this(store, clock, Map.of());
    }

    /// @param extractors by the type of message, besides `sample` and `swid`
    public ReferenceValues(
            RecordStore store, InstantSource clock, Map<String, Extractor> extractors) {
        this.store = store;
        this.clock = clock;
        this.extractors = Map.copyOf(extractors);
    }

    /// Registers the values of a message (Trustee's envelope) for [Source#API]: for each of its
    /// names, they replace what this source said before.
    ///
    /// @return the names, in the order of the message
    public List<String> register(byte[] messageJson) throws RvpsException {
        Map<String, JsonNode> values = Message.parse(messageJson).values(extractors);
        apply(List.of(new SourceEdit.Add(Source.API, values, defaultExpiration())));
        return List.copyOf(values.keySet());
    }

    /// As [#register(byte[])].
    public List<String> register(String messageJson) throws RvpsException {
        return register(messageJson.getBytes(StandardCharsets.UTF_8));
    }

    /// Registers what another tool's file holds, in one commit, for [Source#API]: for each of its
    /// names, it replaces what this source said before. What expired before it came is refused: it
    /// would count for nothing.
    ///
    /// @return the names, in the order of the file
    public List<String> register(ReferenceFile file) throws RvpsException {
        List<SourceEdit> edits = new ArrayList<>();
        Instant now = clock.instant();
        for (var group : file.byExpiration(defaultExpiration()).entrySet()) {
            if (!group.getKey().isAfter(now)) {
                throw new RvpsException(
                        RvpsException.Code.MALFORMED,
                        "expired since "
                                + group.getKey()
                                + ": "
                                + String.join(", ", group.getValue().keySet()));
            }
            edits.add(new SourceEdit.Add(Source.API, group.getValue(), group.getKey()));
        }
        apply(edits);
        return file.entries().stream().map(ReferenceFile.Entry::name).toList();
    }

    /// The value that is in force; empty if there is none or all of it has expired. Not to be
    /// modified.
    public Optional<JsonNode> query(String name) {
        return snapshot().find(name);
    }

    /// All reference values in the order of their names, with what has expired since and is still
    /// there to be seen.
    public List<ReferenceValue> list() {
        return current().byName().values().stream().map(LoadedValues.Versioned::value).toList();
    }

    /// All that is in force now, as a file that other tools read: of a name that several sources
    /// contribute to, the earliest expiration of those that count.
    public ReferenceFile inForce() {
        Instant now = clock.instant();
        List<ReferenceFile.Entry> entries = new ArrayList<>();
        for (ReferenceValue reference : list()) {
            reference
                    .value(now)
                    .ifPresent(value ->
                            entries.add(
                                    new ReferenceFile.Entry(
                                            reference.name(), value, reference.nextExpiry(now))));
        }
        return new ReferenceFile(entries);
    }

    /// Withdraws what the KBS API said about a name.
    public Deletion delete(String name) throws RvpsException {
        return delete(name, Source.API);
    }

    /// Withdraws what one source said about a name.
    public Deletion delete(String name, Source source) throws RvpsException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            LoadedValues.Versioned found = current().byName().get(name);
            if (found == null) {
                return new Deletion(false, List.of());
            }
            Optional<ReferenceValue> rest = Merge.remove(found.value(), source, clock.instant());
            List<Source> remaining = rest.map(ReferenceValue::sources).orElse(List.of());
            if (!found.value().sources().contains(source)) {
                return new Deletion(false, remaining);
            }
            if (commit(List.of(Draft.change(name, rest, found.version())))) {
                return new Deletion(true, remaining);
            }
            pause(attempt);
        }
        throw contention();
    }

    /// What is in force now, for one appraisal. Read from the store only after something changed.
    public ReferenceSnapshot snapshot() {
        return new ReferenceSnapshot(current(), clock.instant());
    }

    /// The changes that make a source contribute these values, for the caller to commit with its
    /// own. On a conflict in [#NAMESPACE] ask again and retry.
    public List<Change> changesToAdd(
            Source source, Map<String, JsonNode> values, Instant expiration) throws RvpsException {
        return changes(List.of(new SourceEdit.Add(source, values, expiration)));
    }

    /// The changes that withdraw all that a source contributed; none if it contributed nothing.
    public List<Change> changesToRemove(Source source) throws RvpsException {
        return changes(List.of(new SourceEdit.Remove(source)));
    }

    /// The changes that make all these edits, in their order, in one commit.
    public List<Change> changes(List<SourceEdit> edits) throws RvpsException {
        Draft draft = new Draft(current(), clock.instant());
        for (SourceEdit edit : edits) {
            draft.edit(edit);
        }
        return draft.changes();
    }

    /// When a value that is registered now expires if nothing else is said: after 12 calendar
    /// months.
    public Instant defaultExpiration() {
        return clock.instant()
                .atZone(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.SECONDS)
                .plusMonths(MONTHS_VALID)
                .toInstant();
    }

    private void apply(List<SourceEdit> edits) throws RvpsException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<Change> changes = changes(edits);
            if (changes.isEmpty() || commit(changes)) {
                return;
            }
            pause(attempt);
        }
        throw contention();
    }

    private boolean commit(List<Change> changes) {
        return switch (store.commit(changes)) {
            case CommitResult.Committed _ -> true;
            case CommitResult.Conflict _ -> false;
        };
    }

    private LoadedValues current() {
        LoadedValues known = loaded;
        if (known != null && known.generation() >= store.generation(NAMESPACE)) {
            return known;
        }
        loading.lock();
        try {
            LoadedValues latest = loaded;
            if (latest == null || latest.generation() < store.generation(NAMESPACE)) {
                latest = load();
                loaded = latest;
            }
            return latest;
        } finally {
            loading.unlock();
        }
    }

    /// Reads all pages, again from the start if a commit came between two of them.
    private LoadedValues load() {
        Map<String, LoadedValues.Versioned> byName = new LinkedHashMap<>();
        @Nullable String after = null;
        long generation = -1;
        while (true) {
            RecordPage page = store.list(NAMESPACE, "", after, RecordLimits.PAGE);
            if (after != null && page.generation() != generation) {
                byName.clear();
                after = null;
                continue;
            }
            generation = page.generation();
            for (StoredRecord stored : page.records()) {
                ReferenceValue value = ValueCodec.decode(stored.key(), stored.value());
                byName.put(stored.key(), new LoadedValues.Versioned(value, stored.version()));
            }
            if (page.next().isEmpty()) {
                return new LoadedValues(byName, generation);
            }
            after = page.next().get();
        }
    }

    /// Lets those who collided meet again at different times.
    private static void pause(int attempt) {
        long bound = Math.min(20_000_000L, 100_000L << Math.min(attempt, 10));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(bound));
    }

    private static RvpsException contention() {
        return new RvpsException(
                RvpsException.Code.CONTENTION,
                "others kept changing the same reference values: try again");
    }
}
