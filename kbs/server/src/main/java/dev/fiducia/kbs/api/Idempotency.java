package dev.fiducia.kbs.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Remembers for 24 hours what became of requests with a key: the record is part of the commit of
/// what was asked, so a request is done once, however often it is sent. Thread-safe.
public final class Idempotency {
    /// One record a key.
    public static final Namespace NAMESPACE = new Namespace("idempotency");

    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration SWEEP = Duration.ofHours(1);

    private final RecordStore store;
    private final InstantSource clock;
    private final AtomicReference<Instant> swept = new AtomicReference<>(Instant.EPOCH);

    public Idempotency(RecordStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// What is known of a key.
    public sealed interface Memory {
        /// Nothing: do what is asked, and commit [Idempotency#remember] with it.
        record Fresh(long version) implements Memory {}

        /// It was done.
        ///
        /// @param results ids of what it was done to
        record Done(List<String> results) implements Memory {
            public Done {
                results = List.copyOf(results);
            }
        }

        /// The key belongs to another request.
        record Misused() implements Memory {}
    }

    /// What is known of a key now.
    public Memory recall(IdempotencyKey key) {
        Optional<StoredRecord> stored = store.get(NAMESPACE, key.id());
        if (stored.isEmpty()) {
            return new Memory.Fresh(Change.ABSENT);
        }
        if (stored.get().changed().isBefore(clock.instant().minus(KEPT))) {
            return new Memory.Fresh(stored.get().version());
        }
        if (!(StrictJson.read(stored.get().value())
                instanceof StrictJson.Result.Read(JsonNode json))) {
            throw new IllegalStateException("an idempotency record is damaged");
        }
        if (!json.path("request").asText().equals(key.request())) {
            return new Memory.Misused();
        }
        List<String> results = new ArrayList<>();
        json.path("results").forEach(result -> results.add(result.asText()));
        return new Memory.Done(results);
    }

    /// The change that remembers a key, for the caller's commit; conditional on nobody having been
    /// faster.
    public Change remember(IdempotencyKey key, Memory.Fresh fresh, List<String> results) {
        sweep();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("request", key.request());
        results.forEach(json.putArray("results")::add);
        return new Change.Put(
                NAMESPACE,
                key.id(),
                json.toString().getBytes(StandardCharsets.UTF_8),
                fresh.version());
    }

    /// Deletes what has had its time, once an hour when there is something to remember.
    private void sweep() {
        Instant now = clock.instant();
        Instant last = swept.get();
        if (now.isAfter(last.plus(SWEEP)) && swept.compareAndSet(last, now)) {
            store.purge(NAMESPACE, now.minus(KEPT));
        }
    }
}
