package dev.fiducia.ha.store;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A bounded pool of connections that only read. A connection on which something failed is not used
/// again.
final class Readers implements AutoCloseable {

    private static final long WAIT_SECONDS = 10;

    private final SqliteDatabase database;
    private final int size;
    private final Semaphore free;
    private final ConcurrentLinkedDeque<Reader> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Readers(SqliteDatabase database, int size) {
        this.database = database;
        this.size = size;
        this.free = new Semaphore(size, true);
    }

    /// What to do with a connection.
    @FunctionalInterface
    interface Use<T> {
        T apply(Reader reader) throws SQLException;
    }

    <T> T use(Use<T> use) {
        acquire(1);
        try {
            if (closed) {
                throw new StoreException(StoreException.Reason.CLOSED, "the store is closed");
            }
            Reader reader = idle.pollFirst();
            if (reader == null) {
                reader = new Reader(database.connectForReading());
            }
            boolean healthy = false;
            try {
                T result = use.apply(reader);
                healthy = true;
                return result;
            } finally {
                if (healthy) {
                    idle.addFirst(reader);
                } else {
                    reader.close();
                }
            }
        } catch (SQLException e) {
            throw SqliteErrors.translate(database.file(), e);
        } finally {
            free.release();
        }
    }

    /// Waits for the reads that are under way, and leaves the pool without a connection.
    @Override
    public void close() throws SQLException {
        acquire(size);
        try {
            closed = true;
            for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
                reader.close();
            }
        } finally {
            free.release(size);
        }
    }

    private void acquire(int permits) {
        try {
            if (!free.tryAcquire(permits, WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreException(
                        StoreException.Reason.BUSY,
                        "the store's readers have all been busy for " + WAIT_SECONDS + " seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    StoreException.Reason.BUSY, "interrupted while waiting for the store", e);
        }
    }

    /// One connection with its statements. Used by one thread at a time.
    static final class Reader implements AutoCloseable {
        private final Connection connection;
        private final Statement control;
        private final PreparedStatement one;
        private final PreparedStatement page;
        private final PreparedStatement generation;

        Reader(Connection connection) throws SQLException {
            this.connection = connection;
            try {
                this.control = connection.createStatement();
                this.one =
                        connection.prepareStatement(
                                "SELECT key, version, changed, sealed FROM record WHERE namespace = ? AND key = ?");
                this.page =
                        connection.prepareStatement(
                                "SELECT key, version, changed, sealed FROM record"
                                        + " WHERE namespace = ? AND key >= ? AND key > ? ORDER BY key LIMIT ?");
                this.generation =
                        connection.prepareStatement(
                                "SELECT value FROM generation WHERE namespace = ?");
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }

        Records.@Nullable Row find(Namespace ns, String key) throws SQLException {
            one.setString(1, ns.name());
            one.setString(2, key);
            try (ResultSet rows = one.executeQuery()) {
                return rows.next() ? row(rows) : null;
            }
        }

        /// What to do with each row of a listing; false ends it.
        @FunctionalInterface
        interface Visitor {
            boolean visit(Records.Row row);
        }

        /// Shows rows in the order of their keys, and gives the generation, both of one state.
        long scan(Namespace ns, String from, String after, int limit, Visitor visitor)
                throws SQLException {
            control.execute("BEGIN");
            try {
                page.setString(1, ns.name());
                page.setString(2, from);
                page.setString(3, after);
                page.setInt(4, limit);
                try (ResultSet rows = page.executeQuery()) {
                    boolean more = true;
                    while (more && rows.next()) {
                        more = visitor.visit(row(rows));
                    }
                }
                return generation(ns);
            } finally {
                control.execute("COMMIT");
            }
        }

        private long generation(Namespace ns) throws SQLException {
            generation.setString(1, ns.name());
            try (ResultSet rows = generation.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }

        private static Records.Row row(ResultSet rows) throws SQLException {
            return new Records.Row(
                    rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getBytes(4));
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
