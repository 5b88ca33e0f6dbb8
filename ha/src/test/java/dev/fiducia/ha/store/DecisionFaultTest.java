package dev.fiducia.ha.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.audit.AuditPruning;
import dev.fiducia.ha.audit.AuditVerdict;
import dev.fiducia.ha.audit.CutSeal;
import dev.fiducia.ha.audit.DecisionLog;
import dev.fiducia.ha.audit.Delivery;
import dev.fiducia.ha.audit.Recording;
import dev.fiducia.ha.audit.TestSeal;
import dev.fiducia.ha.seal.KeyRing;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The database fails while decisions are recorded: what is not durable is not told to be, and the
/// chain stays whole.
class DecisionFaultTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir private Path folder;
    private final String database = TestPostgres.newDatabase();
    private Between between;
    private PostgresRecordStore store;
    private AuditLog changes;

    @BeforeEach
    void open() throws Exception {
        between = new Between(TestPostgres.port());
        store =
                PostgresRecordStore.open(
                        TestPostgres.settings(database, between.port()),
                        KeyRing.openOrCreate(folder.resolve("keys")),
                        CLOCK);
        changes = new AuditLog(store, CLOCK);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        between.close();
    }

    private DecisionLog decisions(int queue, Duration patience) {
        return DecisionLog.open(
                store,
                changes,
                Delivery.none(),
                new DecisionLog.Settings("test", queue, patience),
                CLOCK,
                new SecureRandom());
    }

    private static Recording release(DecisionLog decisions) {
        return decisions.record(
                AuditEntry.of("guest", "resource.release", "a", Map.of("outcome", "released")));
    }

    private static void assertFails(Recording recording, Recording.Reason reason) {
        assertThat(recording)
                .isInstanceOfSatisfying(
                        Recording.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(reason));
    }

    /// @param decisions that may be on record, at least
    private void assertWhole(long decisions) {
        AuditVerdict verdict = changes.verify(List.of());
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.chains().values().stream().mapToLong(head -> head.seq()).sum())
                .isGreaterThanOrEqualTo(decisions);
    }

    @Test
    void nothingIsOnRecordWhileTheDatabaseIsAway() throws Exception {
        try (DecisionLog decisions = decisions(10, Duration.ofSeconds(30))) {
            assertThat(release(decisions)).isInstanceOf(Recording.Recorded.class);
            between.reachable(false);
            assertFails(release(decisions), Recording.Reason.UNAVAILABLE);
            between.reachable(true);
            assertThat(release(decisions)).isInstanceOf(Recording.Recorded.class);
        }
        assertWhole(2);
    }

    @ParameterizedTest
    @EnumSource(Between.Fault.class)
    void theChainGoesOnWhateverBecameOfACommit(Between.Fault fault) throws Exception {
        int recorded = 0;
        try (DecisionLog decisions = decisions(10, Duration.ofSeconds(30))) {
            assertThat(release(decisions)).isInstanceOf(Recording.Recorded.class);
            between.next(fault);
            recorded += release(decisions) instanceof Recording.Recorded ? 1 : 0;
            between.reachable(true);
            assertThat(release(decisions)).isInstanceOf(Recording.Recorded.class);
        }
        assertWhole(2 + recorded);
    }

    @ParameterizedTest
    @EnumSource(Between.Fault.class)
    void aRemovalIsWholeWhateverBecameOfItsCommit(Between.Fault fault) throws Exception {
        CutSeal seal = new TestSeal("fault");
        try (DecisionLog decisions = decisions(10, Duration.ofSeconds(30))) {
            for (int at = 0; at < 5; at++) {
                assertThat(release(decisions)).isInstanceOf(Recording.Recorded.class);
            }
            between.next(fault);
            try {
                var _ = prune(seal);
            } catch (StoreException e) {
                assertThat(fault).isNotEqualTo(Between.Fault.NONE);
            }
            between.reachable(true);
            assertThat(changes.verify(seal, List.of()).problems()).isEmpty();
            assertThat(prune(seal)).isTrue();
            assertThat(release(decisions)).isInstanceOf(Recording.Recorded.class);
        }
        AuditVerdict verdict = changes.verify(seal, List.of());
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.cut().events()).isGreaterThanOrEqualTo(4);
    }

    /// Removes at most three events.
    private boolean prune(CutSeal seal) {
        AuditPruning.Batch batch =
                new AuditPruning(store, seal, CLOCK)
                        .plan(
                                new AuditPruning.Limits(
                                        CLOCK.instant().plusSeconds(60), changes.heads()),
                                3,
                                "test",
                                "");
        List<Change> all = new ArrayList<>(batch.changes());
        all.addAll(changes.changesToAppend(List.of(batch.told())));
        return store.commit(all) instanceof CommitResult.Committed;
    }

    @Test
    void nothingIsOnRecordInADatabaseThatMayOnlyBeRead() {
        try (DecisionLog decisions = decisions(10, Duration.ofSeconds(30))) {
            assertThat(release(decisions)).isInstanceOf(Recording.Recorded.class);
            readOnly(true);
            assertFails(release(decisions), Recording.Reason.UNAVAILABLE);
            readOnly(false);
            assertThat(release(decisions)).isInstanceOf(Recording.Recorded.class);
        }
        assertWhole(2);
    }

    private void readOnly(boolean only) {
        TestPostgres.execute(
                "postgres",
                "ALTER DATABASE " + database + " SET default_transaction_read_only = " + only);
        TestPostgres.execute(
                "postgres",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                        + database
                        + "'");
    }

    @Test
    void aDatabaseThatHangsIsNotWaitedForAndAFullQueueRefusesAtOnce() throws Exception {
        try (DecisionLog decisions = decisions(1, Duration.ofMillis(500));
                ExecutorService pool = Executors.newFixedThreadPool(8)) {
            assertThat(release(decisions)).isInstanceOf(Recording.Recorded.class);
            List<Recording> answers = new ArrayList<>();
            try (Connection other = TestPostgres.connect(database);
                    Statement lock = other.createStatement()) {
                other.setAutoCommit(false);
                lock.execute(
                        "LOCK TABLE " + PostgresSource.SCHEMA + ".last_commit IN EXCLUSIVE MODE");
                List<Future<Recording>> waiting = new ArrayList<>();
                for (int at = 0; at < 8; at++) {
                    waiting.add(pool.submit(() -> release(decisions)));
                }
                for (Future<Recording> each : waiting) {
                    answers.add(each.get());
                }
                other.rollback();
            }
            assertThat(answers).allMatch(Recording.Failed.class::isInstance);
            assertThat(answers)
                    .extracting(each -> ((Recording.Failed) each).reason())
                    .contains(Recording.Reason.UNAVAILABLE, Recording.Reason.OVERLOADED);
        }
        assertWhole(1);
    }
}
