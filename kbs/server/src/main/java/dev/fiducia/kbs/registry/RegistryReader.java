package dev.fiducia.kbs.registry;

import dev.fiducia.ha.store.RecordLimits;
import dev.fiducia.ha.store.RecordPage;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.RevisionIndex;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the registrations, anew only after one of them changed. Thread-safe.
final class RegistryReader {
    private final RecordStore store;
    private volatile @Nullable RegistrySnapshot known;

    RegistryReader(RecordStore store) {
        this.store = store;
    }

    /// Holds every change that was committed before the call.
    RegistrySnapshot current() {
        RegistrySnapshot snapshot = known;
        if (snapshot != null
                && snapshot.generation() >= store.generation(InitdataRegistry.NAMESPACE)) {
            return snapshot;
        }
        RegistrySnapshot loaded = load();
        known = loaded;
        return loaded;
    }

    /// Reads all pages, again from the start if a commit came between two of them.
    private RegistrySnapshot load() {
        List<InitdataRevision> revisions = new ArrayList<>();
        Map<String, Long> versions = new HashMap<>();
        @Nullable String after = null;
        long generation = -1;
        while (true) {
            RecordPage page = store.list(InitdataRegistry.NAMESPACE, "", after, RecordLimits.PAGE);
            if (after != null && page.generation() != generation) {
                revisions.clear();
                versions.clear();
                after = null;
                continue;
            }
            generation = page.generation();
            for (StoredRecord stored : page.records()) {
                revisions.add(RevisionCodec.decode(stored));
                versions.put(stored.key(), stored.version());
            }
            if (page.next().isEmpty()) {
                return new RegistrySnapshot(
                        generation, new RevisionIndex(LegacyNumbers.given(revisions)), versions);
            }
            after = page.next().get();
        }
    }
}
