package dev.fiducia.kbs.registry;

import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.kbs.api.Idempotency;
import dev.fiducia.kbs.registry.RegistryOutcome.Done;
import dev.fiducia.kbs.registry.RegistryOutcome.Effect;
import dev.fiducia.kbs.registry.RegistryOutcome.Kind;
import dev.fiducia.kbs.registry.RegistryOutcome.Refused;
import dev.fiducia.rvps.RvpsException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// Makes changes by conditional commits: whoever finds the state changed looks again and tries
/// again. The audit event and the memory of the request are part of the commit.
final class Commits {
    private static final Logger LOG = LoggerFactory.getLogger(InitdataRegistry.class);
    private static final int ATTEMPTS = 200;

    private final RecordStore store;
    private final RegistryReader reader;
    private final AuditLog audit;
    private final Idempotency idempotency;

    Commits(RecordStore store, RegistryReader reader, AuditLog audit, Idempotency idempotency) {
        this.store = store;
        this.reader = reader;
        this.audit = audit;
        this.idempotency = idempotency;
    }

    /// Looks at the store and says what to do.
    @FunctionalInterface
    interface Planner {
        Step plan() throws RvpsException;
    }

    RegistryOutcome attempt(Terms terms, Planner planner) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<RegistryOutcome> outcome = once(terms, planner);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            // Those who collided meet again at different times.
            long bound = Math.min(20_000_000L, 100_000L << Math.min(attempt, 8));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(bound));
        }
        return Refused.of(
                Kind.BUSY, "initdata-busy", "others kept changing the registry: try again");
    }

    /// One try; empty when somebody else changed what it was based on.
    private Optional<RegistryOutcome> once(Terms terms, Planner planner) {
        Idempotency.Memory memory = recalled(terms);
        return switch (memory) {
            case Idempotency.Memory.Misused _ ->
                    Optional.of(
                            Refused.of(
                                    Kind.INVALID,
                                    "idempotency-key-reused",
                                    "this Idempotency-Key belongs to another request: take a new"
                                            + " one"));
            case Idempotency.Memory.Done(List<String> ids) -> Optional.of(replayed(ids));
            case Idempotency.Memory.Fresh fresh -> {
                try {
                    yield carriedOut(planner.plan(), fresh, terms);
                } catch (RvpsException e) {
                    yield Optional.of(clash(e));
                }
            }
        };
    }

    private Idempotency.Memory recalled(Terms terms) {
        return terms.dryRun() || terms.key().isEmpty()
                ? new Idempotency.Memory.Fresh(Change.ABSENT)
                : idempotency.recall(terms.key().get());
    }

    private Optional<RegistryOutcome> carriedOut(
            Step step, Idempotency.Memory.Fresh fresh, Terms terms) {
        return switch (step) {
            case Step.Stop(RegistryOutcome outcome) -> Optional.of(outcome);
            case Step.Commit commit when terms.dryRun() ->
                    Optional.of(done(commit, terms.version().orElse(Change.ABSENT)));
            case Step.Commit commit -> {
                List<Change> changes = new ArrayList<>(commit.changes());
                changes.addAll(audit.changesToAppend(commit.told()));
                List<String> ids = commit.revisions().stream().map(InitdataRevision::id).toList();
                terms.key().ifPresent(key -> changes.add(idempotency.remember(key, fresh, ids)));
                if (!(store.commit(changes) instanceof CommitResult.Committed(long version))) {
                    yield Optional.empty();
                }
                commit.revisions().forEach(revision -> log(revision, terms));
                yield Optional.of(done(commit, version));
            }
        };
    }

    private Done replayed(List<String> ids) {
        RegistrySnapshot snapshot = reader.current();
        List<VersionedRevision> revisions =
                ids.stream()
                        .flatMap(id -> snapshot.index().byIdOrDigest(id).stream())
                        .map(snapshot::versioned)
                        .toList();
        return new Done(revisions, Effect.REPLAYED, List.of());
    }

    private static Done done(Step.Commit commit, long version) {
        List<VersionedRevision> revisions =
                commit.revisions().stream()
                        .map(revision -> new VersionedRevision(revision, version))
                        .toList();
        return new Done(revisions, commit.effect(), commit.findings());
    }

    private static Refused clash(RvpsException e) {
        return Refused.of(
                Kind.CONFLICT,
                "reference-value-" + e.code().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "the reference values can't take this document: " + e.getMessage());
    }

    private static void log(InitdataRevision revision, Terms terms) {
        LOG.atInfo()
                .addKeyValue("id", revision.id())
                .addKeyValue("name", revision.name())
                .addKeyValue("revision", revision.number())
                .addKeyValue("state", revision.state().wireName())
                .addKeyValue("by", terms.by())
                .log("initdata registration changed");
    }
}
