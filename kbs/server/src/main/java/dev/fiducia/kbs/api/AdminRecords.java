package dev.fiducia.kbs.api;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.kbs.api.AdminCommits.Step;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The records of one namespace that administrators change one at a time, each change on terms:
/// `If-Match` is about that record, a repeated request is done once, and what was done is told to
/// the audit log in the same commit. Thread-safe.
public final class AdminRecords<T> {
    private static final String PUT = "put";
    private static final String REMOVE = "remove";

    private final RecordStore store;
    private final AdminCommits commits;
    private final Namespace namespace;
    private final Function<T, byte[]> encode;
    private final Function<StoredRecord, T> decode;

    /// @param encode to UTF-8 text
    public AdminRecords(
            RecordStore store,
            AdminCommits commits,
            Namespace namespace,
            Function<T, byte[]> encode,
            Function<StoredRecord, T> decode) {
        this.store = store;
        this.commits = commits;
        this.namespace = namespace;
        this.encode = encode;
        this.decode = decode;
    }

    /// Records that are text.
    public static AdminRecords<String> ofText(
            RecordStore store, AdminCommits commits, Namespace namespace) {
        return new AdminRecords<>(
                store,
                commits,
                namespace,
                text -> text.getBytes(StandardCharsets.UTF_8),
                stored -> new String(stored.value(), StandardCharsets.UTF_8));
    }

    /// What is to become of a record.
    public sealed interface Plan<T> {

        /// It is as asked already.
        record Keep<T>(T value) implements Plan<T> {}

        /// It is written.
        ///
        /// @param also further changes of the same commit
        record Put<T>(T value, List<Change> also, AuditEntry deed) implements Plan<T> {
            public Put {
                also = List.copyOf(also);
            }
        }

        /// It goes.
        ///
        /// @param value what it was
        record Remove<T>(T value, List<Change> also, AuditEntry deed) implements Plan<T> {
            public Remove {
                also = List.copyOf(also);
            }
        }

        static <T> Plan<T> put(T value, AuditEntry deed) {
            return new Put<>(value, List.of(), deed);
        }

        static <T> Plan<T> remove(T value, AuditEntry deed) {
            return new Remove<>(value, List.of(), deed);
        }
    }

    /// Looks at the record and says what is to become of it. May be asked several times.
    @FunctionalInterface
    public interface Planner<T> {
        Plan<T> plan(Optional<T> known) throws ApiProblem;
    }

    /// Changes one record.
    public Made<T> change(String key, Terms terms, Planner<T> planner) throws ApiProblem {
        return change(() -> key, terms, planner);
    }

    /// The key of the record that a change is about, looked up anew at every try.
    @FunctionalInterface
    public interface Key {
        String find() throws ApiProblem;
    }

    /// The same for a record whose key has to be found first.
    public Made<T> change(Key key, Terms terms, Planner<T> planner) throws ApiProblem {
        return commits.make(terms, () -> step(key.find(), terms, planner), this::again);
    }

    /// A record as of a version.
    ///
    /// @param tag the version, as `ETag` and `If-Match` have it
    public record Tagged<T>(T value, String tag) {}

    /// The record under a key as it is now.
    public Optional<Tagged<T>> find(String key) {
        return store.get(namespace, key)
                .map(stored -> new Tagged<>(decode.apply(stored), EntityTag.of(stored.version())));
    }

    private Step<Made<T>> step(String key, Terms terms, Planner<T> planner) throws ApiProblem {
        Optional<StoredRecord> stored = store.get(namespace, key);
        long version = stored.map(StoredRecord::version).orElse(Change.ABSENT);
        Plan<T> plan = planner.plan(stored.map(decode));
        terms.require(version);
        return switch (plan) {
            case Plan.Keep<T>(T value) ->
                    new Step.Stop<>(
                            new Made<>(
                                    value,
                                    Made.Effect.UNCHANGED,
                                    stored.map(StoredRecord::version)));
            case Plan.Put<T>(T value, List<Change> also, AuditEntry deed) ->
                    new Step.Commit<>(
                            with(
                                    also,
                                    new Change.Put(namespace, key, encode.apply(value), version)),
                            List.of(deed),
                            List.of(PUT, key),
                            made -> new Made<>(value, Made.Effect.CHANGED, Optional.of(made)));
            case Plan.Remove<T>(T value, List<Change> also, AuditEntry deed) ->
                    new Step.Commit<>(
                            with(also, new Change.Delete(namespace, key, version)),
                            List.of(deed),
                            List.of(
                                    REMOVE,
                                    key,
                                    new String(encode.apply(value), StandardCharsets.UTF_8)),
                            _ -> new Made<>(value, Made.Effect.CHANGED, Optional.empty()));
        };
    }

    private static List<Change> with(List<Change> also, Change change) {
        List<Change> all = new ArrayList<>(also);
        all.add(change);
        return all;
    }

    private Made<T> again(List<String> remembered) throws ApiProblem {
        String key = remembered.get(1);
        if (remembered.getFirst().equals(REMOVE)) {
            byte[] value = remembered.get(2).getBytes(StandardCharsets.UTF_8);
            return new Made<>(
                    decode.apply(new StoredRecord(key, Change.ABSENT, value, Instant.EPOCH)),
                    Made.Effect.REPLAYED,
                    Optional.empty());
        }
        StoredRecord stored =
                store.get(namespace, key)
                        .orElseThrow(() ->
                                ApiProblem.conflict(
                                        "replayed-gone",
                                        "this request was done before, and what it made is gone"
                                                + " since"));
        return new Made<>(
                decode.apply(stored), Made.Effect.REPLAYED, Optional.of(stored.version()));
    }
}
