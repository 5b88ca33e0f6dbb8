package dev.fiducia.kbs.registry;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.kbs.registry.RegistryOutcome.Done;
import dev.fiducia.kbs.registry.RegistryOutcome.Kind;
import dev.fiducia.kbs.registry.RegistryOutcome.Refused;
import dev.fiducia.rvps.RvpsException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// Makes changes by conditional commits: whoever finds the state changed looks again and tries
/// again.
final class Commits {
    private static final Logger LOG = LoggerFactory.getLogger(InitdataRegistry.class);
    private static final int ATTEMPTS = 200;

    private final RecordStore store;

    Commits(RecordStore store) {
        this.store = store;
    }

    /// Looks at the store and says what to do.
    @FunctionalInterface
    interface Planner {
        Step plan() throws RvpsException;
    }

    RegistryOutcome attempt(Terms terms, Planner planner) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Step step;
            try {
                step = planner.plan();
            } catch (RvpsException e) {
                return clash(e);
            }
            switch (step) {
                case Step.Stop(RegistryOutcome outcome) -> {
                    return outcome;
                }
                case Step.Commit commit when terms.dryRun() -> {
                    return done(commit, terms.version().orElse(Change.ABSENT));
                }
                case Step.Commit commit -> {
                    if (store.commit(commit.changes())
                            instanceof CommitResult.Committed(long version)) {
                        commit.revisions().forEach(revision -> log(revision, terms));
                        return done(commit, version);
                    }
                }
            }
            // Those who collided meet again at different times.
            long bound = Math.min(20_000_000L, 100_000L << Math.min(attempt, 8));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(bound));
        }
        return Refused.of(
                Kind.BUSY, "initdata-busy", "others kept changing the registry: try again");
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
