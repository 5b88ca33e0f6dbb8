package dev.fiducia.ha.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.ha.file.OwnerOnly;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Commits that share a transaction don't share their fate.
class WriterTest {

    private static final Namespace NS = RecordStoreContract.NS;

    @TempDir Path folder;

    private Writer writer;

    @BeforeEach
    void open() throws IOException {
        Path file = folder.resolve("test.db");
        OwnerOnly.ensure(file);
        SqliteDatabase database = new SqliteDatabase(file);
        database.migrate();
        writer = new Writer(database);
        writer.open();
    }

    @AfterEach
    void close() throws SQLException {
        writer.close();
    }

    private long put(String key) {
        return writer.commit(
                Set.of(),
                transaction -> {
                    long version = transaction.nextVersion();
                    transaction.put(NS, key, version, 0, new byte[0]);
                    return version;
                });
    }

    private long version(String key) {
        return writer.commit(Set.of(), transaction -> transaction.versionOf(NS, key));
    }

    @Test
    void failsOneCommitAndNotItsNeighbours() throws InterruptedException {
        List<Long> versions;
        try (Together threads = new Together()) {
            versions =
                    threads.run(
                            200,
                            i -> {
                                if (i % 10 != 3) {
                                    return put("key" + i);
                                }
                                assertThatThrownBy(() ->
                                                writer.commit(
                                                        Set.of(),
                                                        transaction -> {
                                                            transaction.put(
                                                                    NS,
                                                                    "key" + i,
                                                                    transaction.nextVersion(),
                                                                    0,
                                                                    new byte[0]);
                                                            if (i % 20 == 3) {
                                                                throw new IllegalStateException(
                                                                        "bug");
                                                            }
                                                            throw new SQLException("trouble");
                                                        }))
                                        .isInstanceOf(StoreException.class);
                                return 0L;
                            });
        }
        for (int i = 0; i < 200; i++) {
            assertThat(version("key" + i)).isEqualTo(versions.get(i));
        }
        assertThat(versions.stream().filter(version -> version > 0)).doesNotHaveDuplicates();
    }

    @Test
    void numbersOnAfterAFailure() {
        long first = put("a");
        assertThatThrownBy(() ->
                        writer.commit(
                                Set.of(),
                                transaction -> {
                                    transaction.put(
                                            NS, "a", transaction.nextVersion(), 0, new byte[0]);
                                    throw new SQLException("trouble");
                                }))
                .isInstanceOf(StoreException.class);
        assertThat(version("a")).isEqualTo(first);
        assertThat(put("b")).isGreaterThan(first);
        assertThat(writer.generation(NS)).isEqualTo(version("b"));
    }

    @Test
    void isOfANewGenerationBeforeAnybodyCanReadACommit() throws SQLException {
        AtomicLong atCommit = new AtomicLong();
        SqliteDatabase database = new SqliteDatabase(folder.resolve("test.db"));
        writer.close();
        writer = new Writer(new Watched(database, () -> atCommit.set(writer.generation(NS))));
        long version = put("a");
        assertThat(atCommit).hasValue(version);
    }

    /// A database that tells when a commit is about to be made.
    private record Watched(SqliteDatabase database, Runnable committing) implements WriterDatabase {
        @Override
        public WriteTransaction connectForWriting() throws SQLException {
            WriteTransaction real = database.connectForWriting();
            return (WriteTransaction)
                    Proxy.newProxyInstance(
                            WriteTransaction.class.getClassLoader(),
                            new Class<?>[] {WriteTransaction.class},
                            (_, method, arguments) -> {
                                if (method.getName().equals("commit")) {
                                    committing.run();
                                }
                                return method.invoke(real, arguments);
                            });
        }

        @Override
        public StoreException translate(SQLException e) {
            return database.translate(e);
        }

        @Override
        public boolean isPassing(SQLException e) {
            return database.isPassing(e);
        }

        @Override
        public Outcome outcomeOf(WriteTransaction broken) {
            return database.outcomeOf(broken);
        }
    }

    @Test
    void refusesWorkOnceClosed() throws SQLException {
        writer.close();
        assertThatThrownBy(() -> put("a"))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.CLOSED));
    }
}
