package dev.fiducia.kbs.registry;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.rvps.ReferenceValues;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// A registry on a store of its own.
record TestStore(RecordStore store, ReferenceValues references, InitdataRegistry registry) {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T02:00:00Z"));

    static TestStore open(Path folder, int maxDocuments) {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keyring"));
        RecordStore store = SqliteRecordStore.open(folder.resolve("store"), ring, CLOCK);
        ReferenceValues references = new ReferenceValues(store, CLOCK);
        return new TestStore(
                store, references, new InitdataRegistry(store, references, CLOCK, maxDocuments));
    }

    static InitdataDocument document(String text) {
        try {
            return InitdataDocument.parse(
                    ("algorithm = \"sha256\"\nversion = \"0.1.0\"\n[data]\n\"aa.toml\" = \""
                                    + text
                                    + "\"\n")
                            .getBytes(StandardCharsets.UTF_8));
        } catch (InitdataException e) {
            throw new IllegalStateException(e);
        }
    }

    RegistryOutcome register(InitdataDocument document) {
        return register(document, Optional.empty(), false);
    }

    RegistryOutcome register(InitdataDocument document, Optional<String> name, boolean reinstate) {
        return registry.register(
                new InitdataRegistry.Registration(document, name, reinstate, false, "test"));
    }

    void close() throws Exception {
        store.close();
    }
}
