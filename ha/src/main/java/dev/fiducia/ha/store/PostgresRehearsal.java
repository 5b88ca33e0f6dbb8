package dev.fiducia.ha.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Practice for a process that just started: what a commit does, on tables that only its own
/// connection has, in one transaction that is rolled back. A commit holds a lock that all replicas
/// want, and the first one takes a second of loading and compiling: their guests would wait for it.
///
/// Nothing real is locked, read or written, and when it fails, nothing is lost.
final class PostgresRehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresRehearsal.class);
    private static final int ROUNDS = 50;
    private static final Namespace NAMESPACE = new Namespace("rehearsal");

    /// Temporary tables are found before those of the schema.
    private static final String TABLES =
            """
            CREATE TEMP TABLE record (LIKE fiducia.record INCLUDING ALL) ON COMMIT DROP;
            CREATE TEMP TABLE generation (LIKE fiducia.generation INCLUDING ALL) ON COMMIT DROP;
            CREATE TEMP TABLE writer (LIKE fiducia.writer INCLUDING ALL) ON COMMIT DROP;
            CREATE TEMP TABLE last_commit (LIKE fiducia.last_commit INCLUDING ALL) ON COMMIT DROP;
            INSERT INTO last_commit (id, value) VALUES (1, 0)
            """;

    private PostgresRehearsal() {}

    /// False if it could not be done.
    static boolean on(PostgresSettings settings) {
        // What this one takes for the state of the database is none.
        PostgresDatabase apart = new PostgresDatabase(settings);
        try (Connection connection = apart.source().getConnection()) {
            connection.setAutoCommit(false);
            try (Statement tables = connection.createStatement()) {
                tables.execute(TABLES);
            }
            PostgresTransaction transaction = new PostgresTransaction(connection, apart);
            for (int round = 0; round < ROUNDS; round++) {
                practise(transaction, "key" + round);
            }
            connection.rollback();
            return true;
        } catch (SQLException | StoreException e) {
            LOG.info("no rehearsal of commits: {}", e.getMessage());
            return false;
        }
    }

    private static void practise(PostgresTransaction transaction, String key) throws SQLException {
        transaction.begin(List.of(new WriteTransaction.Place(NAMESPACE, key)));
        var _ = transaction.versionOf(NAMESPACE, key);
        transaction.put(
                NAMESPACE,
                key,
                transaction.nextVersion(),
                0,
                key.getBytes(StandardCharsets.US_ASCII));
        transaction.commitWithoutEnd();
    }
}
