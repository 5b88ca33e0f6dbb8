package dev.fiducia.ha.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A real PostgreSQL on a loopback address, one for all tests of a process, with a database of its
/// own for each that asks.
public final class TestPostgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static final class Shared {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                // The library's own settings are for speed; these are what the store demands.
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private TestPostgres() {}

    /// A new, empty database.
    public static String newDatabase() {
        String name = "t" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name);
        return name;
    }

    public static int port() {
        return Shared.SERVER.getPort();
    }

    public static PostgresSettings settings(String database) {
        return settings(database, port());
    }

    /// @param port of the server, or of what stands between
    public static PostgresSettings settings(String database, int port) {
        return new PostgresSettings(
                List.of(new PostgresSettings.Server("127.0.0.1", port)),
                database,
                "postgres",
                Optional.empty(),
                new PostgresSettings.Trust.LoopbackOnly(),
                6);
    }

    static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port() + "/" + database + "?user=postgres");
    }

    static void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// Ends all connections to a database but this one; how many there were.
    static int terminateAll(String database) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                                        + " WHERE datname = '"
                                        + database
                                        + "' AND pid <> pg_backend_pid()")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
