package dev.fiducia.kbs.api;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.RecordStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// Makes changes of administrators by conditional commits: whoever finds the state changed looks
/// again and tries again. What was done is told in one place.
public final class AdminCommits {
    private static final Logger LOG = LoggerFactory.getLogger(AdminCommits.class);
    private static final int ATTEMPTS = 200;

    private final RecordStore store;
    private final AuditLog audit;

    /// @param audit is told of every change, in the change's commit
    public AdminCommits(RecordStore store, AuditLog audit) {
        this.store = store;
        this.audit = audit;
    }

    /// Looks at the store, and commits; empty if someone else was faster.
    @FunctionalInterface
    public interface Attempt<T> {
        Optional<T> run() throws ApiProblem;
    }

    /// Tries until nobody is faster.
    public <T> T until(Attempt<T> attempt) throws ApiProblem {
        for (int tried = 0; tried < ATTEMPTS; tried++) {
            Optional<T> done = attempt.run();
            if (done.isPresent()) {
                return done.get();
            }
            // Those who collided meet again at different times.
            long bound = Math.min(20_000_000L, 100_000L << Math.min(tried, 8));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(bound));
        }
        throw ApiProblem.busy();
    }

    /// Commits, with its record, if what the changes expect still holds.
    public boolean commit(List<Change> changes, AuditEntry deed) {
        List<Change> recorded = new ArrayList<>(changes);
        recorded.addAll(audit.changesToAppend(List.of(deed)));
        if (!(store.commit(recorded) instanceof CommitResult.Committed)) {
            return false;
        }
        LOG.atInfo()
                .addKeyValue("by", deed.actor())
                .addKeyValue("target", deed.target())
                .addKeyValue("details", deed.details())
                .log("{}", deed.action());
        return true;
    }
}
