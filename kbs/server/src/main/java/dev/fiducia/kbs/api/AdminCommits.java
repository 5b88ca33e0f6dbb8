package dev.fiducia.kbs.api;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.audit.Delivery;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.RecordStore;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/// Makes changes of administrators by conditional commits: whoever finds the state changed looks
/// again and tries again. The audit events and the memory of a request that may be repeated are
/// part of the commit. Thread-safe.
public final class AdminCommits {
    private static final Logger LOG = LoggerFactory.getLogger(AdminCommits.class);
    private static final int ATTEMPTS = 200;

    private final RecordStore store;
    private final AuditLog audit;
    private final Idempotency idempotency;
    private final Delivery delivery;
    private final Duration patience;

    /// Where the log in the store is all there is.
    public AdminCommits(RecordStore store, AuditLog audit, Idempotency idempotency) {
        this(store, audit, idempotency, Delivery.none(), Duration.ZERO);
    }

    /// @param audit is told of every change, in the change's commit
    /// @param delivery takes every event once it is durable; nothing is changed while a required
    ///   sink takes none
    /// @param patience how long a required sink is waited for
    public AdminCommits(
            RecordStore store,
            AuditLog audit,
            Idempotency idempotency,
            Delivery delivery,
            Duration patience) {
        this.store = store;
        this.audit = audit;
        this.idempotency = idempotency;
        this.delivery = delivery;
        this.patience = patience;
    }

    /// What one look at the store leads to.
    public sealed interface Step<T> {

        /// There is nothing to commit.
        record Stop<T>(T result) implements Step<T> {}

        /// These changes, conditional on all that was looked at, in one commit.
        ///
        /// @param told what the audit log is to say about them, at least one event
        /// @param remembered what the answer to a repetition of the request is made of
        /// @param made the result, by the version that the records get
        record Commit<T>(
                List<Change> changes,
                List<AuditEntry> told,
                List<String> remembered,
                LongFunction<T> made)
                implements Step<T> {
            public Commit {
                changes = List.copyOf(changes);
                told = List.copyOf(told);
                remembered = List.copyOf(remembered);
            }
        }
    }

    /// Looks at the store and says what to do.
    @FunctionalInterface
    public interface Planner<T> {
        Step<T> plan() throws ApiProblem;
    }

    /// Makes the result of a request that was done before.
    @FunctionalInterface
    public interface Recall<T> {
        T of(List<String> remembered) throws ApiProblem;
    }

    /// Makes a change, tries again while others are faster, and does a request with a key once. On
    /// a dry run nothing is committed: the version is that of the terms, or `Change.ABSENT`.
    public <T> T make(Terms terms, Planner<T> planner, Recall<T> recall) throws ApiProblem {
        for (int tried = 0; tried < ATTEMPTS; tried++) {
            Optional<T> done = once(terms, planner, recall);
            if (done.isPresent()) {
                return done.get();
            }
            // Those who collided meet again at different times.
            long bound = Math.min(20_000_000L, 100_000L << Math.min(tried, 8));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(bound));
        }
        throw ApiProblem.busy();
    }

    /// One try; empty when somebody else changed what it was based on.
    private <T> Optional<T> once(Terms terms, Planner<T> planner, Recall<T> recall)
            throws ApiProblem {
        return switch (recalled(terms)) {
            case Idempotency.Memory.Misused _ ->
                    throw ApiProblem.malformed(
                            "idempotency-key-reused",
                            "this Idempotency-Key belongs to another request: take a new one");
            case Idempotency.Memory.Done(List<String> remembered) ->
                    Optional.of(recall.of(remembered));
            case Idempotency.Memory.Fresh fresh ->
                    switch (plan(terms, planner)) {
                        case null -> Optional.empty();
                        case Step.Stop<T>(T result) -> Optional.of(result);
                        case Step.Commit<T> commit when terms.dryRun() ->
                                Optional.of(
                                        commit.made().apply(terms.version().orElse(Change.ABSENT)));
                        case Step.Commit<T> commit -> committed(commit, fresh, terms);
                    };
        };
    }

    /// What there is to do; `null` if the same request was done since its memory was looked at, so
    /// that what was seen is perhaps what it left behind.
    private <T> @Nullable Step<T> plan(Terms terms, Planner<T> planner) throws ApiProblem {
        Step<T> step;
        try {
            step = planner.plan();
        } catch (ApiProblem e) {
            if (isDone(terms)) {
                return null;
            }
            throw e;
        }
        return step instanceof Step.Stop<T> && isDone(terms) ? null : step;
    }

    private boolean isDone(Terms terms) {
        return recalled(terms) instanceof Idempotency.Memory.Done;
    }

    private Idempotency.Memory recalled(Terms terms) {
        return terms.dryRun() || terms.key().isEmpty()
                ? new Idempotency.Memory.Fresh(Change.ABSENT)
                : idempotency.recall(terms.key().get());
    }

    private <T> Optional<T> committed(
            Step.Commit<T> commit, Idempotency.Memory.Fresh fresh, Terms terms) throws ApiProblem {
        Optional<String> trouble = delivery.trouble();
        if (trouble.isPresent()) {
            LOG.error("nothing is changed while an audit sink takes no events: {}", trouble.get());
            throw new ApiProblem(
                    503,
                    "audit-unavailable",
                    "a required audit sink takes no events, so nothing is changed; the server's log"
                            + " has the reason");
        }
        AuditLog.Appending appending = audit.append(commit.told());
        List<Change> changes = new ArrayList<>(commit.changes());
        changes.addAll(appending.changes());
        terms.key()
                .ifPresent(
                        key -> changes.add(idempotency.remember(key, fresh, commit.remembered())));
        if (!(store.commit(changes) instanceof CommitResult.Committed(long version, var _))) {
            return Optional.empty();
        }
        for (AuditEntry deed : commit.told()) {
            LOG.atInfo()
                    .addKeyValue("by", deed.actor())
                    .addKeyValue("target", deed.target())
                    .addKeyValue("details", deed.details())
                    .log("{}", deed.action());
        }
        Optional<String> late = delivery.deliverAll(appending.events(), patience);
        if (late.isPresent()) {
            LOG.error("an audit sink did not take a change that was made: {}", late.get());
            throw new ApiProblem(
                    503,
                    "audit-sink-late",
                    "the change was made and is in the audit log, but a required audit sink did not"
                            + " take it");
        }
        return Optional.of(commit.made().apply(version));
    }
}
