package dev.fiducia.ha.store;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The connection of one process that writes to a PostgreSQL database. A transaction holds the row
/// of the last commit from its beginning to its end, so those of all replicas come one after the
/// other. What it writes is gathered and sent together with the end, in one message: between its
/// two round trips the lock waits for this process once, and never for one that was stopped or
/// killed after it had sent the second.
final class PostgresTransaction implements WriteTransaction {

    private static final int MOST_GATHERED_BYTES = 1 << 20;
    private static final String LOCK = "SELECT value FROM last_commit WHERE id = 1 FOR UPDATE";
    private static final String WRITE =
            "INSERT INTO record (namespace, key, version, changed, sealed)"
                    + " SELECT * FROM unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bytea[])"
                    + " ON CONFLICT (namespace, key) DO UPDATE SET version = excluded.version,"
                    + " changed = greatest(record.changed, excluded.changed), sealed = excluded.sealed;"
                    + " DELETE FROM record WHERE (namespace, key) IN"
                    + " (SELECT * FROM unnest(?::text[], ?::text[]))";
    private static final int WRITE_PARAMETERS = 7;
    private static final String NUMBERS =
            "INSERT INTO generation (namespace, value)"
                    + " SELECT * FROM unnest(?::text[], ?::bigint[])"
                    + " ON CONFLICT (namespace) DO UPDATE SET value = excluded.value;"
                    + " INSERT INTO writer (id, last, seen) VALUES (?, ?, now())"
                    + " ON CONFLICT (id) DO UPDATE SET last = excluded.last, seen = now();"
                    + " UPDATE last_commit SET value = ? WHERE id = 1";

    private final Connection connection;
    private final PostgresDatabase database;
    private final Map<Place, Long> versions = new HashMap<>();
    private final Map<Place, Optional<Written>> written = new LinkedHashMap<>();
    private final Map<Namespace, Long> touched = new HashMap<>();
    private long gathered;
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
        gathered = 0;
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
    public void put(Namespace ns, String key, long newVersion, long changed, byte[] sealed)
            throws SQLException {
        Place place = new Place(ns, key);
        written.put(place, Optional.of(new Written(newVersion, changed, sealed)));
        versions.put(place, newVersion);
        touched.put(ns, newVersion);
        gathered += sealed.length;
        if (gathered > MOST_GATHERED_BYTES) {
            send();
        }
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
    public Map<Namespace, Long> touch() {
        return Map.copyOf(touched);
    }

    @Override
    public void commit() throws SQLException {
        SQLWarning warning = finish(";COMMIT");
        if (warning != null) {
            warned = true;
            throw new SQLException("the commit is not confirmed: " + warning.getMessage(), "08007");
        }
    }

    /// All that a commit does but its end: for practice.
    void commitWithoutEnd() throws SQLException {
        var _ = finish("");
    }

    private @Nullable SQLWarning finish(String end) throws SQLException {
        try (PreparedStatement all = connection.prepareStatement(WRITE + "; " + NUMBERS + end)) {
            bindWritten(all);
            bindNumbers(all);
            all.execute();
            return all.getWarnings();
        }
    }

    private void bindNumbers(PreparedStatement numbers) throws SQLException {
        int first = WRITE_PARAMETERS + 1;
        numbers.setArray(first, texts(touched.keySet().stream().map(Namespace::name).toArray()));
        numbers.setArray(first + 1, numbers(touched.values().toArray(Long[]::new)));
        numbers.setString(first + 2, database.writer());
        numbers.setLong(first + 3, number);
        numbers.setLong(first + 4, lastVersion);
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

    private Array numbers(Long[] numbers) throws SQLException {
        return connection.createArrayOf("bigint", numbers);
    }

    private void send() throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(WRITE)) {
            bindWritten(write);
            write.execute();
        }
    }

    /// What was gathered is in the statement from now on.
    private void bindWritten(PreparedStatement write) throws SQLException {
        List<Place> put = new ArrayList<>();
        List<Written> records = new ArrayList<>();
        List<Place> deleted = new ArrayList<>();
        written.forEach((place, record) -> {
            (record.isPresent() ? put : deleted).add(place);
            record.ifPresent(records::add);
        });
        write.setArray(1, texts(put.stream().map(place -> place.ns().name()).toArray()));
        write.setArray(2, texts(put.stream().map(Place::key).toArray()));
        write.setArray(3, numbers(records.stream().map(Written::version).toArray(Long[]::new)));
        write.setArray(4, numbers(records.stream().map(Written::changed).toArray(Long[]::new)));
        write.setArray(
                5,
                connection.createArrayOf(
                        "bytea", records.stream().map(Written::sealed).toArray(byte[][]::new)));
        write.setArray(6, texts(deleted.stream().map(place -> place.ns().name()).toArray()));
        write.setArray(7, texts(deleted.stream().map(Place::key).toArray()));
        written.clear();
        gathered = 0;
    }
}
