package dev.fiducia.ha.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.fiducia.ha.seal.KeyRing;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The record store that replicas share: a schema of a PostgreSQL database. Commits of all replicas
/// are made one after the other; those that wait in one process at the same moment share a
/// transaction. A commit that returned is on the server's disk, and on those of the standbys that
/// it waits for. Every read and every question for a generation asks the server.
///
/// A server that can't be reached is [StoreException.Reason#UNAVAILABLE]. A connection that breaks
/// during a commit is resolved by asking the server what became of it; where that is not possible,
/// [StoreException.Reason#UNKNOWN_OUTCOME] says so.
public final class PostgresRecordStore implements SealedStore {

    private static final int PURGED_TOGETHER = 500;
    private static final long WAIT_MILLIS = 3000;
    private static final long VALIDATION_MILLIS = 1000;
    private static final long LIFETIME_MILLIS = 600_000;
    private static final int TRIES = 3;

    private final PostgresDatabase database;
    private final InstantSource clock;
    private final HikariDataSource pool;
    private final Records records;
    private final Writer writer;
    private final FreshGenerations generations;
    private volatile boolean closed;

    private PostgresRecordStore(
            PostgresDatabase database,
            PostgresSettings settings,
            KeyRing ring,
            InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.records = new Records(ring, clock);
        this.pool = pool(database, settings);
        this.writer = new Writer(database);
        this.generations = new FreshGenerations(database, this::look);
    }

    /// Opens the store in a database; makes the schema if it is missing.
    ///
    /// @param ring has the keys that the store's values are sealed under: the same on all replicas
    /// @throws StoreException if the server can't be reached, could lose what it acknowledges, or
    ///   the ring is another one
    public static PostgresRecordStore open(
            PostgresSettings settings, KeyRing ring, InstantSource clock) {
        PostgresDatabase database = new PostgresDatabase(settings);
        database.migrate();
        database.forgetWriters();
        PostgresRecordStore store = new PostgresRecordStore(database, settings, ring, clock);
        try {
            store.writer.open();
            Records.checkRing(store, "the store " + database.shown());
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// Practises commits to a database that is open, on temporary tables, so that the first real
    /// one does not hold up the other replicas. Nothing that is stored is locked, read or changed.
    ///
    /// @return false if it could not be done, which is no harm
    public static boolean rehearse(PostgresSettings settings) {
        return PostgresRehearsal.on(settings);
    }

    /// How far this store's clock is from the server's. Each try reads both anew.
    public ClockDifference clockDifference() {
        refuseIfClosed();
        return read(connection -> ClockDifference.measure(connection, clock));
    }

    @Override
    public Optional<StoredRecord> get(Namespace ns, String key) {
        refuseIfClosed();
        if (!RecordLimits.isKey(key)) {
            return Optional.empty();
        }
        return read(connection -> find(connection, ns, key)).map(row -> records.open(ns, row));
    }

    @Override
    public RecordPage list(Namespace ns, String prefix, @Nullable String after, int limit) {
        refuseIfClosed();
        RecordLimits.requirePage(limit);
        String behind = after == null ? "" : after;
        Listed listed = read(connection -> scan(connection, ns, prefix, behind, limit + 1));
        return records.page(ns, listed.rows(), limit, listed.generation());
    }

    @Override
    public CommitResult commit(List<Change> changes) {
        refuseIfClosed();
        List<Change> all = List.copyOf(changes);
        RecordLimits.requireCommittable(all);
        return writer.commit(
                RecordLimits.places(all), transaction -> records.apply(transaction, all));
    }

    /// Beside the commits of replicas: a row that one of them writes is theirs.
    @Override
    public Resealing reseal(Position after, int most) {
        refuseIfClosed();
        return read(connection -> {
            List<Reseal.Resealed> found = Reseal.find(connection, records, after, most);
            return Reseal.result(found, Reseal.write(connection, found), most);
        });
    }

    @Override
    public long generation(Namespace ns) {
        refuseIfClosed();
        return generations.of(ns);
    }

    @Override
    public int purge(Namespace ns, Instant olderThan) {
        refuseIfClosed();
        int total = 0;
        int deleted;
        do {
            // In portions, so that commits get their turn in between.
            deleted =
                    writer.commit(
                            Set.of(),
                            transaction ->
                                    transaction.purge(
                                            ns, olderThan.toEpochMilli(), PURGED_TOGETHER));
            total += deleted;
        } while (deleted == PURGED_TOGETHER);
        return total;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            writer.close();
        } catch (SQLException e) {
            throw database.translate(e);
        } finally {
            pool.close();
        }
    }

    private static HikariDataSource pool(PostgresDatabase database, PostgresSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("fiducia-store");
        config.setDataSource(database.source());
        config.setMaximumPoolSize(settings.connections() - 1); // and one that writes
        config.setMinimumIdle(1);
        config.setConnectionTimeout(WAIT_MILLIS);
        config.setValidationTimeout(VALIDATION_MILLIS);
        config.setMaxLifetime(LIFETIME_MILLIS);
        config.setIdleTimeout(LIFETIME_MILLIS / 2);
        // What is wrong shows at the first question, with its reason.
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /// What to do with a connection.
    @FunctionalInterface
    private interface Reading<T> {
        T with(Connection connection) throws SQLException;
    }

    /// Reads, again on another connection if one that was open turns out to be broken.
    private <T> T read(Reading<T> reading) {
        database.refuseIfWentBack();
        for (int tried = 1; ; tried++) {
            boolean connected = false;
            try (Connection connection = pool.getConnection()) {
                connected = true;
                return reading.with(connection);
            } catch (SQLException e) {
                refuseIfClosed();
                if (!connected || tried == TRIES || !database.isPassing(e)) {
                    throw database.translate(e);
                }
            }
        }
    }

    private static Optional<Records.Row> find(Connection connection, Namespace ns, String key)
            throws SQLException {
        try (PreparedStatement one =
                connection.prepareStatement(
                        "SELECT key, version, changed, sealed FROM record"
                                + " WHERE namespace = ? AND key = ?")) {
            one.setString(1, ns.name());
            one.setString(2, key);
            try (ResultSet rows = one.executeQuery()) {
                return rows.next() ? Optional.of(row(rows)) : Optional.empty();
            }
        }
    }

    private record Listed(long generation, List<Records.Row> rows) {}

    /// One statement, so that rows and generation are of one state. Keys with the prefix stand
    /// together, so the first one without it ends them.
    private static Listed scan(
            Connection connection, Namespace ns, String prefix, String behind, int limit)
            throws SQLException {
        try (PreparedStatement page =
                connection.prepareStatement(
                        "SELECT r.key, r.version, r.changed, r.sealed,"
                                + " (SELECT value FROM generation WHERE namespace = ?)"
                                + " FROM (VALUES (1)) always (n) LEFT JOIN LATERAL"
                                + " (SELECT key, version, changed, sealed FROM record"
                                + " WHERE namespace = ? AND key >= ? AND key > ? ORDER BY key LIMIT ?)"
                                + " r ON true ORDER BY r.key")) {
            page.setString(1, ns.name());
            page.setString(2, ns.name());
            page.setString(3, prefix);
            page.setString(4, behind);
            page.setInt(5, limit);
            List<Records.Row> found = new ArrayList<>();
            long generation = 0;
            try (ResultSet rows = page.executeQuery()) {
                while (rows.next()) {
                    generation = rows.getLong(5);
                    String key = rows.getString(1);
                    if (key == null || !key.startsWith(prefix)) {
                        break;
                    }
                    found.add(row(rows));
                }
            }
            return new Listed(generation, found);
        }
    }

    private static Records.Row row(ResultSet rows) throws SQLException {
        return new Records.Row(
                rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getBytes(4));
    }

    private FreshGenerations.Look look() {
        return read(connection -> {
            try (PreparedStatement all =
                            connection.prepareStatement(
                                    "SELECT namespace, value FROM generation"
                                            + " UNION ALL SELECT NULL, value FROM last_commit");
                    ResultSet rows = all.executeQuery()) {
                Map<Namespace, Long> found = new HashMap<>();
                long last = 0;
                while (rows.next()) {
                    String name = rows.getString(1);
                    if (name == null) {
                        last = rows.getLong(2);
                    } else {
                        found.put(new Namespace(name), rows.getLong(2));
                    }
                }
                return new FreshGenerations.Look(last, found);
            }
        });
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new StoreException(
                    StoreException.Reason.CLOSED, "the store " + database.shown() + " is closed");
        }
    }
}
