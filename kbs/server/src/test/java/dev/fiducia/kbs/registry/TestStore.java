package dev.fiducia.kbs.registry;

import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.registry.Transition;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.Approvals;
import dev.fiducia.kbs.api.Idempotency;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.config.Approval;
import dev.fiducia.rvps.ReferenceValues;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// A registry on a store of its own.
record TestStore(RecordStore store, ReferenceValues references, InitdataRegistry registry) {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T02:00:00Z"));
    static final Terms TERMS = Terms.of("test");

    static TestStore open(Path folder, int maxDocuments) {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keyring"));
        RecordStore store = SqliteRecordStore.open(folder.resolve("store"), ring, CLOCK);
        ReferenceValues references = new ReferenceValues(store, CLOCK);
        return new TestStore(store, references, registryOn(store, references, maxDocuments));
    }

    static InitdataRegistry registryOn(
            RecordStore store, ReferenceValues references, int maxDocuments) {
        return registryOn(store, references, maxDocuments, Approval.NONE);
    }

    static InitdataRegistry registryOn(
            RecordStore store, ReferenceValues references, int maxDocuments, Approval approval) {
        return new InitdataRegistry(
                store,
                references,
                new AdminCommits(store, new AuditLog(store, CLOCK), new Idempotency(store, CLOCK)),
                new Approvals(approval),
                CLOCK,
                maxDocuments,
                List.of());
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
        return registry.register(Registration.of(document, Optional.empty()), TERMS);
    }

    RegistryOutcome register(InitdataDocument document, String name) {
        return registry.register(Registration.of(document, Optional.of(name)), TERMS);
    }

    RegistryOutcome revoke(String reference) {
        return change(Selection.allOf(reference), new Transition.Revoke());
    }

    RegistryOutcome change(Selection selection, Transition transition) {
        return registry.change(selection, transition, Judgement.CLEAN, TERMS);
    }

    void close() throws Exception {
        store.close();
    }
}
