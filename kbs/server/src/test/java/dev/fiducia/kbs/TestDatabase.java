package dev.fiducia.kbs;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/// A database of its own on a real PostgreSQL, which the tests of a process share.
final class TestDatabase {
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

    private final String name;

    TestDatabase() throws SQLException {
        this.name = "t" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        execute("CREATE DATABASE " + name);
    }

    /// How a service is told of it.
    String url() {
        return "postgresql://127.0.0.1:" + Shared.SERVER.getPort() + "/" + name;
    }

    /// Ends all connections, and takes no new ones while it is away.
    void away(boolean away) throws SQLException {
        execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS " + !away);
        if (away) {
            execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                            + name
                            + "'");
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://127.0.0.1:"
                                        + Shared.SERVER.getPort()
                                        + "/postgres?user=postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
