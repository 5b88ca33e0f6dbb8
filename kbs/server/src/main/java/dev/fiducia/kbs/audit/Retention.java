package dev.fiducia.kbs.audit;

import dev.fiducia.ha.audit.AuditEvent;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.audit.AuditPruning;
import dev.fiducia.ha.audit.Delivery;
import dev.fiducia.ha.leader.Leader;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Terms;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Removes events that are older than the log is to be kept, or that an administrator gives up.
/// Only what the last checkpoint covers goes, in commits of a bounded number of events each, and
/// each commit puts itself on record. Thread-safe.
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int ATTEMPTS = 50;
    private static final int BATCHES_OF_A_RUN = 200;
    private static final int BATCHES_OF_A_CALL = 20;

    /// A removal is not remembered by a key: done again, it removes nothing.
    private static final AdminCommits.Recall<AuditPruning.Batch> NEVER_AGAIN =
            _ -> {
                throw ApiProblem.busy();
            };

    private final AuditLog audit;
    private final AuditPruning pruning;
    private final Checkpoints checkpoints;
    private final AdminCommits commits;
    private final Delivery delivery;
    private final Settings settings;
    private final InstantSource clock;
    private final AtomicLong decisions = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();

    /// @param keep how long events are kept; empty for good
    /// @param patience how long a required sink is waited for
    public record Settings(Optional<Duration> keep, Duration patience) {}

    public Retention(
            RecordStore store,
            AuditLog audit,
            Checkpoints checkpoints,
            AdminCommits commits,
            Delivery delivery,
            Settings settings,
            InstantSource clock) {
        this.audit = audit;
        this.pruning = new AuditPruning(store, checkpoints.key().cutSeal(), clock);
        this.checkpoints = checkpoints;
        this.commits = commits;
        this.delivery = delivery;
        this.settings = settings;
        this.clock = clock;
    }

    /// What was removed by this process.
    public record Figures(long decisions, long changes) {}

    public Figures figures() {
        return new Figures(decisions.get(), changes.get());
    }

    /// Removes what is older than the log is to be kept, up to a number of events. A task of the
    /// leader. Nothing goes while a required sink of this process takes no events.
    public void run(Leader leader) {
        if (settings.keep().isEmpty()) {
            return;
        }
        Instant before = clock.instant().minus(settings.keep().get());
        for (int at = 0; at < BATCHES_OF_A_RUN && leader.isLeader(); at++) {
            Optional<AuditPruning.Limits> limits = limits(before);
            if (limits.isEmpty() || delivery.trouble().isPresent()) {
                return;
            }
            if (!removeBatch(leader, limits.get()).more()) {
                return;
            }
        }
    }

    private AuditPruning.Batch removeBatch(Leader leader, AuditPruning.Limits limits) {
        for (int tried = 0; tried < ATTEMPTS; tried++) {
            AuditPruning.Batch batch =
                    pruning.plan(limits, AuditPruning.BATCH, "schedule", "audit.keep_days");
            if (batch.isEmpty()) {
                return batch;
            }
            AuditLog.Appending appending = audit.append(List.of(batch.told()));
            List<Change> all = new ArrayList<>(batch.changes());
            all.addAll(appending.changes());
            if (leader.commit(all) instanceof CommitResult.Committed) {
                count(batch);
                deliver(appending.events());
                return batch;
            }
        }
        throw new StoreException(
                StoreException.Reason.BUSY, "others change too much to remove old audit events");
    }

    private void deliver(List<AuditEvent> events) {
        delivery.deliverAll(events, settings.patience())
                .ifPresent(why ->
                        LOG.error("an audit sink was not told of what was removed: {}", why));
    }

    private void count(AuditPruning.Batch batch) {
        if (batch.isEmpty()) {
            return;
        }
        decisions.addAndGet(batch.removedDecisions());
        changes.addAndGet(batch.removedChanges());
        LOG.atInfo()
                .addKeyValue("decisions", batch.removedDecisions())
                .addKeyValue("changes", batch.removedChanges())
                .addKeyValue("before", batch.told().details().get("before"))
                .addKeyValue("by", batch.told().actor())
                .log("audit events were removed");
    }

    /// What an administrator had removed, or on a dry run would.
    ///
    /// @param more whether the same call would remove more
    public record Pruned(Instant before, long decisions, long changes, boolean more) {}

    /// Removes events that are older than a time, up to a number: called again it goes on.
    public Pruned prune(Terms asked, Instant before) throws ApiProblem {
        Terms terms = asked.unremembered();
        Instant youngest = clock.instant().minus(settings.keep().orElse(Duration.ZERO));
        if (before.isAfter(youngest)) {
            throw settings.keep().isPresent()
                    ? ApiProblem.conflict(
                            "audit-kept",
                            "audit.keep_days says that events since " + youngest + " are kept")
                    : ApiProblem.malformed("body-malformed", "before is a time that is over");
        }
        AuditPruning.Limits limits =
                limits(before)
                        .orElseThrow(() ->
                                ApiProblem.conflict(
                                        "checkpoint-missing",
                                        "only what a checkpoint covers is removed, and there is"
                                                + " none yet: make one first"));
        if (terms.dryRun()) {
            int most = BATCHES_OF_A_CALL * AuditPruning.BATCH;
            return pruned(limits, List.of(plan(limits, most, terms)));
        }
        List<AuditPruning.Batch> done = new ArrayList<>();
        do {
            AuditPruning.Batch batch = commits.make(terms, () -> step(limits, terms), NEVER_AGAIN);
            count(batch);
            done.add(batch);
        } while (done.getLast().more() && done.size() < BATCHES_OF_A_CALL);
        return pruned(limits, done);
    }

    private AdminCommits.Step<AuditPruning.Batch> step(AuditPruning.Limits limits, Terms terms)
            throws ApiProblem {
        AuditPruning.Batch batch = plan(limits, AuditPruning.BATCH, terms);
        return batch.isEmpty()
                ? new AdminCommits.Step.Stop<>(batch)
                : new AdminCommits.Step.Commit<>(
                        batch.changes(), List.of(batch.told()), List.of(), _ -> batch);
    }

    private AuditPruning.Batch plan(AuditPruning.Limits limits, int most, Terms terms)
            throws ApiProblem {
        try {
            return pruning.plan(limits, most, terms.by(), terms.reason().orElse(""));
        } catch (StoreException e) {
            if (e.reason() == StoreException.Reason.CORRUPT) {
                throw ApiProblem.conflict("audit-damaged", String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private static Pruned pruned(AuditPruning.Limits limits, List<AuditPruning.Batch> batches) {
        return new Pruned(
                limits.before(),
                batches.stream().mapToLong(AuditPruning.Batch::removedDecisions).sum(),
                batches.stream().mapToLong(AuditPruning.Batch::removedChanges).sum(),
                batches.getLast().more());
    }

    /// What the last checkpoint lets go; empty where there is none.
    private Optional<AuditPruning.Limits> limits(Instant before) {
        return checkpoints
                .last()
                .map(Checkpoints.Signed::content)
                .map(last ->
                        new AuditPruning.Limits(
                                last.time().isBefore(before) ? last.time() : before, last.heads()));
    }
}
