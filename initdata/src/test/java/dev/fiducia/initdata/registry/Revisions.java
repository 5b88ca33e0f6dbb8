package dev.fiducia.initdata.registry;

import dev.fiducia.initdata.InitdataAlgorithm;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Revisions for tests.
final class Revisions {
    static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    private Revisions() {}

    static DocumentIdentity identity(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new DocumentIdentity(
                InitdataAlgorithm.SHA256.digest(bytes).hex(),
                InitdataAlgorithm.SHA256,
                InitdataAlgorithm.SHA256.digest(bytes),
                bytes.length);
    }

    static InitdataRevision of(String text, String name, int number, RevisionState state) {
        return of(identity(text), name, number, state, Lifetime.UNLIMITED);
    }

    static InitdataRevision of(RevisionState state, Lifetime lifetime) {
        return of(identity("a"), "demo", 1, state, lifetime);
    }

    static InitdataRevision of(
            DocumentIdentity identity,
            String name,
            int number,
            RevisionState state,
            Lifetime lifetime) {
        return new InitdataRevision(
                identity,
                name,
                number,
                state,
                lifetime,
                new TreeMap<>(),
                Set.of(),
                new TreeSet<>(),
                note(),
                Optional.empty());
    }

    static Note note() {
        return new Note(NOW, "test", Optional.empty());
    }
}
