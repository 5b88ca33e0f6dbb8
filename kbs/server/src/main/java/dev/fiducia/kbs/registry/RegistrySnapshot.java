package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.RevisionIndex;

import java.util.Map;

/// All registrations at one generation of the store, with the versions of their records.
record RegistrySnapshot(long generation, RevisionIndex index, Map<String, Long> versions) {
    RegistrySnapshot {
        versions = Map.copyOf(versions);
    }

    VersionedRevision versioned(InitdataRevision revision) {
        Long version = versions.get(revision.id());
        if (version == null) {
            throw new IllegalArgumentException("not a revision of this snapshot");
        }
        return new VersionedRevision(revision, version);
    }
}
