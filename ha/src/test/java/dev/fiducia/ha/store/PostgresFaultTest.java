package dev.fiducia.ha.store;

import static dev.fiducia.ha.store.RecordStoreContract.NS;
import static dev.fiducia.ha.store.RecordStoreContract.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.StoreException.Reason;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// What a database that goes away, lies or is set up wrongly can't bring about: a commit that is
/// taken for made and is not, and an answer from the past.
class PostgresFaultTest {

    @TempDir Path folder;

    private final String database = TestPostgres.newDatabase();
    private KeyRing ring;
    private Between between;

    @BeforeEach
    void open() throws IOException {
        ring = KeyRing.openOrCreate(folder.resolve("keys"));
        between = new Between(TestPostgres.port());
    }

    @AfterEach
    void close() throws IOException {
        between.close();
    }

    private PostgresRecordStore store() {
        return store(ring);
    }

    private PostgresRecordStore store(KeyRing keys) {
        return PostgresRecordStore.open(
                TestPostgres.settings(database, between.port()), keys, InstantSource.system());
    }

    private static long put(RecordStore store, String key, String value, long expected) {
        CommitResult result =
                store.commit(List.of(new Change.Put(NS, key, bytes(value), expected)));
        assertThat(result).isInstanceOf(CommitResult.Committed.class);
        return ((CommitResult.Committed) result).version();
    }

    private static void assertRefused(ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.reason()).as(e.toString()).isEqualTo(reason));
    }

    private void sql(String sql) {
        TestPostgres.execute(database, sql);
    }

    @Test
    void refusesServersThatForgetCommits() {
        for (String durability : List.of("off", "local", "remote_write")) {
            sql("ALTER DATABASE " + database + " SET synchronous_commit = " + durability);
            assertRefused(this::store, Reason.REFUSED);
        }
        sql("ALTER DATABASE " + database + " SET synchronous_commit = remote_apply");
        store().close();
    }

    @Test
    void refusesAnotherRing() {
        store().close();
        KeyRing other = KeyRing.openOrCreate(folder.resolve("other"));
        assertRefused(() -> store(other), Reason.KEY_MISSING);
    }

    @Test
    void refusesAPasswordFileThatOthersMayRead() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "secret\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        PostgresSettings settings = TestPostgres.settings(database);
        PostgresSettings loose =
                new PostgresSettings(
                        settings.servers(),
                        database,
                        "postgres",
                        Optional.of(file),
                        settings.trust(),
                        4);
        assertRefused(
                () -> PostgresRecordStore.open(loose, ring, InstantSource.system()),
                Reason.UNSAFE_FILES);
    }

    @Test
    void refusesRecordsThatWereMoved() {
        try (RecordStore store = store()) {
            long a = put(store, "a", "1", Change.ABSENT);
            put(store, "b", "2", Change.ABSENT);
            sql(
                    "UPDATE fiducia.record SET sealed = (SELECT sealed FROM fiducia.record"
                            + " WHERE key = 'b'), version = "
                            + a
                            + " WHERE key = 'a'");
            assertRefused(() -> store.get(NS, "a"), Reason.TAMPERED);
        }
    }

    @Test
    void refusesADatabaseThatWentBack() {
        try (RecordStore store = store()) {
            put(store, "a", "1", Change.ABSENT);
            long generation = store.generation(NS);
            sql("UPDATE fiducia.generation SET value = value - 1 WHERE namespace = 'test'");
            assertRefused(() -> store.generation(NS), Reason.WENT_BACK);
            sql("UPDATE fiducia.generation SET value = " + generation);
            assertRefused(() -> store.generation(NS), Reason.WENT_BACK);
            assertRefused(() -> store.get(NS, "a"), Reason.WENT_BACK);
            assertRefused(() -> put(store, "b", "1", Change.ABSENT), Reason.WENT_BACK);
        }
    }

    @Test
    void refusesToWriteToADatabaseThatWentBack() {
        try (RecordStore store = store()) {
            put(store, "a", "1", Change.ABSENT);
            put(store, "b", "1", Change.ABSENT);
            sql("UPDATE fiducia.last_commit SET value = value - 2");
            assertRefused(() -> put(store, "c", "1", Change.ABSENT), Reason.WENT_BACK);
        }
    }

    /// All replicas wait while one of them commits, and so for all that it waits for itself.
    @Test
    void asksTheServerTwiceForACommit() {
        try (RecordStore store = store()) {
            long version = put(store, "a", "1", Change.ABSENT);
            int before = between.questions();
            put(store, "a", "2", version);
            assertThat(between.questions() - before).isEqualTo(2);
        }
    }

    @Test
    void knowsThatACommitWasMadeWhoseAnswerWasLost() {
        try (RecordStore store = store()) {
            between.next(Between.Fault.AFTER_COMMIT);
            long version = put(store, "a", "1", Change.ABSENT);
            assertThat(between.struck()).isEqualTo(1);
            assertThat(store.get(NS, "a").orElseThrow().version()).isEqualTo(version);
            assertThat(put(store, "a", "2", version)).isGreaterThan(version);
        }
    }

    @Test
    void makesACommitAgainThatTheServerNeverHeardOf() {
        try (RecordStore store = store()) {
            between.next(Between.Fault.BEFORE_COMMIT);
            long version = put(store, "a", "1", Change.ABSENT);
            assertThat(between.struck()).isEqualTo(1);
            assertThat(store.get(NS, "a").orElseThrow().version()).isEqualTo(version);
        }
    }

    @Test
    void saysWhenItCannotKnowWhetherACommitWasMade() throws IOException {
        try (RecordStore store = store()) {
            between.next(Between.Fault.AFTER_COMMIT_FOR_GOOD);
            assertRefused(() -> put(store, "a", "1", Change.ABSENT), Reason.UNKNOWN_OUTCOME);
            between.reachable(true);
            assertThat(store.get(NS, "a")).isPresent();
        }
    }

    /// The server made it, and warns that the standby which it waits for did not confirm.
    @Test
    void doesNotAcknowledgeWhatNoStandbyConfirmed() {
        try (RecordStore store = store()) {
            sql("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
            sql("SELECT pg_reload_conf()");
            // The server takes its new setting up in its own time.
            CompletableFuture<Void> put =
                    CompletableFuture.runAsync(() -> {
                        for (int i = 0; i < 100_000; i++) {
                            put(store, "a" + i, "1", Change.ABSENT);
                        }
                    });
            while (!put.isDone()) {
                sql(
                        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
                                + " WHERE wait_event = 'SyncRep'");
            }
            assertThatThrownBy(put::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_OUTCOME));
        } finally {
            sql("ALTER SYSTEM RESET synchronous_standby_names");
            sql("SELECT pg_reload_conf()");
        }
    }

    @Test
    void isUnavailableWhileTheServerIsAway() throws IOException {
        try (RecordStore store = store()) {
            put(store, "a", "1", Change.ABSENT);
            between.reachable(false);
            assertRefused(() -> store.get(NS, "a"), Reason.UNAVAILABLE);
            assertRefused(() -> store.list(NS, "", null, 10), Reason.UNAVAILABLE);
            assertRefused(() -> store.generation(NS), Reason.UNAVAILABLE);
            assertRefused(() -> put(store, "b", "1", Change.ABSENT), Reason.UNAVAILABLE);
            between.reachable(true);
            assertThat(store.get(NS, "b")).isEmpty();
            put(store, "b", "1", Change.ABSENT);
            assertThat(store.generation(NS)).isPositive();
        }
    }

    @Test
    void isNotOpenedWhileTheServerIsAway() throws IOException {
        between.reachable(false);
        assertRefused(this::store, Reason.UNAVAILABLE);
    }

    /// As a replica does that is stopped in the middle of a commit.
    @Test
    void goesOnWhenAnotherWriterStopsWithTheLock() throws SQLException {
        try (RecordStore store = store();
                Connection stopped =
                        new PostgresSource(TestPostgres.settings(database)).getConnection();
                Statement statement = stopped.createStatement()) {
            stopped.setAutoCommit(false);
            statement.execute("SELECT value FROM last_commit FOR UPDATE");
            put(store, "a", "1", Change.ABSENT);
            assertThatThrownBy(stopped::commit).isInstanceOf(SQLException.class);
        }
    }

    /// Whatever the moment: what was acknowledged is there, what failed is not, and where neither
    /// is known it is said.
    @Test
    void tellsTheTruthWhenConnectionsAreTerminated() throws InterruptedException {
        Map<String, Long> acknowledged = new ConcurrentHashMap<>();
        Map<String, Reason> failed = new ConcurrentHashMap<>();
        AtomicBoolean writing = new AtomicBoolean(true);
        AtomicInteger terminated = new AtomicInteger();
        try (RecordStore store = store();
                RecordStore other = store();
                Together threads = new Together()) {
            threads.run(
                    9,
                    i -> {
                        if (i == 0) {
                            for (int round = 0; round < 40; round++) {
                                terminated.addAndGet(TestPostgres.terminateAll(database));
                            }
                            writing.set(false);
                            return 0;
                        }
                        RecordStore mine = i % 2 == 0 ? store : other;
                        for (int n = 0; writing.get(); n++) {
                            String key = i + "/" + n;
                            try {
                                acknowledged.put(key, put(mine, key, key, Change.ABSENT));
                            } catch (StoreException e) {
                                failed.put(key, e.reason());
                            }
                        }
                        return 0;
                    });
            assertThat(terminated.get()).isPositive();
            assertThat(acknowledged).isNotEmpty();
            assertThat(acknowledged.values()).doesNotHaveDuplicates();
            acknowledged.forEach((key, version) ->
                    assertThat(store.get(NS, key).orElseThrow().version()).isEqualTo(version));
            failed.forEach((key, reason) -> {
                assertThat(reason).isIn(Reason.UNAVAILABLE, Reason.UNKNOWN_OUTCOME);
                if (reason == Reason.UNAVAILABLE) {
                    assertThat(other.get(NS, key)).isEmpty();
                }
            });
        }
    }
}
