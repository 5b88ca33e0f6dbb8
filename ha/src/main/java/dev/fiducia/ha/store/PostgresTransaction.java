package dev.fiducia.ha.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The connection of one process that writes to a PostgreSQL database. A transaction holds the row
/// of the last commit from its beginning to its end, so those of all replicas come one after the
/// other. What it writes is gathered and sent together: the lock is held for four or five round
/// trips, however many commits share the transaction.
final class PostgresTransaction implements WriteTransaction {

    private static final String LOCK = "SELECT value FROM last_commit WHERE id = 1 FOR UPDATE";

    private final Connection connection;
    private final PostgresDatabase database;
    private final Map<Place, Long> versions = new HashMap<>();
    private final Map<Place, Optional<Written>> written = new LinkedHashMap<>();
    private final Map<Namespace, Long> touched = new HashMap<>();
    private long lastVersion;
    private long number;
    private boolean warned;

    @SuppressWarnings("ArrayRecordComponent") // a carrier between two methods, never compared
    private record Written(long version, long changed, byte[] sealed) {}

    PostgresTransaction(Connection connection, PostgresDatabase database) throws SQLException {
        this.connection = connection;
        this.database = database;
        connection.setAutoCommit(false);
    }

    /// What names this transaction among those of its process; 0 before the first one.
    long number() {
        return number;
    }

    /// True if the server committed with a warning: not all of what it waits for has confirmed.
    boolean isWarned() {
        return warned;
    }

    @Override
    public void begin(Collection<Place> places) throws SQLException {
        versions.clear();
        written.clear();
        touched.clear();
        number = database.nextNumber();
        // The second statement sees what was committed while the first one waited.
        try (PreparedStatement lock =
                connection.prepareStatement(
                        LOCK
                                + "; SELECT namespace, key, version FROM record WHERE (namespace, key)"
                                + " IN (SELECT * FROM unnest(?::text[], ?::text[]))")) {
            lock.setArray(1, texts(places.stream().map(place -> place.ns().name()).toArray()));
            lock.setArray(2, texts(places.stream().map(Place::key).toArray()));
            lock.execute();
            lastVersion = database.lastCommit(lock.getResultSet());
            places.forEach(place -> versions.put(place, Change.ABSENT));
            lock.getMoreResults();
            try (ResultSet rows = lock.getResultSet()) {
                while (rows.next()) {
                    versions.put(
                            new Place(new Namespace(rows.getString(1)), rows.getString(2)),
                            rows.getLong(3));
                }
            }
        }
    }

    @Override
    public long nextVersion() {
        return ++lastVersion;
    }

    @Override
    public long versionOf(Namespace ns, String key) throws SQLException {
        Place place = new Place(ns, key);
        Long known = versions.get(place);
        if (known != null) {
            return known;
        }
        try (PreparedStatement one =
                connection.prepareStatement(
                        "SELECT version FROM record WHERE namespace = ? AND key = ?")) {
            one.setString(1, ns.name());
            one.setString(2, key);
            try (ResultSet rows = one.executeQuery()) {
                long version = rows.next() ? rows.getLong(1) : Change.ABSENT;
                versions.put(place, version);
                return version;
            }
        }
    }

    @Override
    public void put(Namespace ns, String key, long newVersion, long changed, byte[] sealed) {
        Place place = new Place(ns, key);
        written.put(place, Optional.of(new Written(newVersion, changed, sealed)));
        versions.put(place, newVersion);
        touched.put(ns, newVersion);
    }

    @Override
    public void delete(Namespace ns, String key, long newVersion) {
        Place place = new Place(ns, key);
        written.put(place, Optional.empty());
        versions.put(place, Change.ABSENT);
        touched.put(ns, newVersion);
    }

    @Override
    public int purge(Namespace ns, long changedBefore, int limit) throws SQLException {
        send();
        versions.clear();
        try (PreparedStatement purge =
                connection.prepareStatement(
                        "DELETE FROM record WHERE (namespace, key) IN (SELECT namespace, key FROM record"
                                + " WHERE namespace = ? AND changed < ? ORDER BY changed LIMIT ?)")) {
            purge.setString(1, ns.name());
            purge.setLong(2, changedBefore);
            purge.setInt(3, limit);
            int deleted = purge.executeUpdate();
            if (deleted > 0) {
                touched.put(ns, nextVersion());
            }
            return deleted;
        }
    }

    @Override
    public Map<Namespace, Long> touch() throws SQLException {
        send();
        try (PreparedStatement numbers =
                connection.prepareStatement(
                        "INSERT INTO generation (namespace, value)"
                                + " SELECT * FROM unnest(?::text[], ?::bigint[])"
                                + " ON CONFLICT (namespace) DO UPDATE SET value = excluded.value;"
                                + " INSERT INTO writer (id, last, seen) VALUES (?, ?, now())"
                                + " ON CONFLICT (id) DO UPDATE SET last = excluded.last, seen = now();"
                                + " UPDATE last_commit SET value = ? WHERE id = 1")) {
            numbers.setArray(1, texts(touched.keySet().stream().map(Namespace::name).toArray()));
            numbers.setArray(
                    2, connection.createArrayOf("bigint", touched.values().toArray(Long[]::new)));
            numbers.setString(3, database.writer());
            numbers.setLong(4, number);
            numbers.setLong(5, lastVersion);
            numbers.execute();
        }
        return Map.copyOf(touched);
    }

    @Override
    public void commit() throws SQLException {
        connection.clearWarnings();
        connection.commit();
        SQLWarning warning = connection.getWarnings();
        if (warning != null) {
            warned = true;
            throw new SQLException("the commit is not confirmed: " + warning.getMessage(), "08007");
        }
    }

    @Override
    public Map<Namespace, Long> generations() {
        return Map.of(); // other processes write as well: what is current is asked anew each time
    }

    /// The number of the last transaction that this process is known to have made; 0 if there is
    /// none.
    long lastOfOwn() throws SQLException {
        try (PreparedStatement own =
                connection.prepareStatement("SELECT last FROM writer WHERE id = ?")) {
            own.setString(1, database.writer());
            try (ResultSet rows = own.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private Array texts(Object[] texts) throws SQLException {
        return connection.createArrayOf("text", texts);
    }

    private void send() throws SQLException {
        try (PreparedStatement put =
                        connection.prepareStatement(
                                "INSERT INTO record (namespace, key, version, changed, sealed)"
                                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (namespace, key) DO UPDATE SET"
                                        + " version = excluded.version, changed = excluded.changed,"
                                        + " sealed = excluded.sealed");
                PreparedStatement delete =
                        connection.prepareStatement(
                                "DELETE FROM record WHERE namespace = ? AND key = ?")) {
            int puts = 0;
            for (Map.Entry<Place, Optional<Written>> entry : written.entrySet()) {
                Place place = entry.getKey();
                PreparedStatement statement = entry.getValue().isPresent() ? put : delete;
                statement.setString(1, place.ns().name());
                statement.setString(2, place.key());
                if (entry.getValue().isPresent()) {
                    Written record = entry.getValue().get();
                    put.setLong(3, record.version());
                    put.setLong(4, record.changed());
                    put.setBytes(5, record.sealed());
                    puts++;
                }
                statement.addBatch();
            }
            if (puts > 0) {
                put.executeBatch();
            }
            if (puts < written.size()) {
                delete.executeBatch();
            }
        }
        written.clear();
    }
}
