package dev.fiducia.ha.store;

import dev.fiducia.ha.seal.KeyRing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/// A PostgreSQL store as a whole, in one transaction beside what replicas do meanwhile.
final class PostgresWhole implements StoreDialect {

    // Longer than for a replica: between two statements a file is read or written, and nobody waits
    // for an answer.
    private static final String PATIENCE =
            "SET idle_in_transaction_session_timeout = '10min';"
                    + " SET statement_timeout = '10min'; SET lock_timeout = '1min'";
    private static final int SOCKET_SECONDS = 660;

    private final PostgresSettings settings;

    private PostgresWhole(PostgresSettings settings) {
        this.settings = settings;
    }

    static StoreSnapshot snapshot(PostgresSettings settings, KeyRing ring) {
        PostgresDatabase database = patient(settings);
        try {
            Connection connection = database.source().getConnection();
            try {
                database.requireCurrentSchema();
                execute(connection, PATIENCE);
                connection.setAutoCommit(false);
                connection.setReadOnly(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                return new StoreSnapshot(connection, new PostgresWhole(settings), ring, () -> {});
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw database.translate(e);
        }
    }

    static void fill(PostgresSettings settings, KeyRing ring, RecordSource source) {
        PostgresDatabase database = patient(settings);
        database.migrate();
        try (Connection connection = database.source().getConnection()) {
            execute(connection, PATIENCE);
            connection.setAutoCommit(false);
            try {
                StoreFill.fill(connection, new PostgresWhole(settings), ring, source);
            } catch (RuntimeException e) {
                undo(connection);
                throw e;
            }
        } catch (SQLException e) {
            throw database.translate(e);
        }
    }

    private static PostgresDatabase patient(PostgresSettings settings) {
        PostgresDatabase database = new PostgresDatabase(settings);
        database.source().setSocketTimeout(SOCKET_SECONDS);
        return database;
    }

    private static void undo(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException _) {
            // The connection is gone, and with it the transaction.
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public String shown() {
        return settings.shown();
    }

    @Override
    public StoreState state(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT namespace, value FROM generation"
                                        + " UNION ALL SELECT NULL, value FROM last_commit")) {
            Map<Namespace, Long> generations = new HashMap<>();
            long last = 0;
            while (rows.next()) {
                String name = rows.getString(1);
                if (name == null) {
                    last = rows.getLong(2);
                } else {
                    generations.put(new Namespace(name), rows.getLong(2));
                }
            }
            return new StoreState(last, generations);
        }
    }

    /// Replicas that would write wait for this lock.
    @Override
    public void begin(Connection connection) throws SQLException {
        execute(connection, "SELECT value FROM last_commit WHERE id = 1 FOR UPDATE");
    }

    @Override
    public void commit(Connection connection, long lastCommit) throws SQLException {
        try (PreparedStatement last =
                connection.prepareStatement("UPDATE last_commit SET value = ? WHERE id = 1")) {
            last.setLong(1, lastCommit);
            last.executeUpdate();
        }
        connection.clearWarnings();
        try {
            connection.commit();
        } catch (SQLException e) {
            throw PostgresErrors.isPassing(e) ? unknown(e) : translate(e);
        }
        SQLWarning warning = connection.getWarnings();
        if (warning != null) {
            throw unknown(warning);
        }
    }

    private StoreException unknown(SQLException e) {
        return new StoreException(
                StoreException.Reason.UNKNOWN_OUTCOME,
                "whether the store " + shown() + " was filled is not known: verify it",
                e);
    }

    @Override
    public StoreException translate(SQLException e) {
        return PostgresErrors.translate(shown(), e);
    }
}
