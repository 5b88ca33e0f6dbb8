package dev.fiducia.ha.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// The one connection that writes to an SQLite database, its statements, and the numbers that it
/// hands out: nobody else writes.
final class SqliteTransaction implements WriteTransaction {

    private final Connection connection;
    private final Statement control;
    private final PreparedStatement version;
    private final PreparedStatement put;
    private final PreparedStatement delete;
    private final PreparedStatement purge;
    private final PreparedStatement touch;
    private final Map<Namespace, Long> touched = new HashMap<>();
    private long lastVersion;

    SqliteTransaction(Connection connection) throws SQLException {
        this.connection = connection;
        try {
            control = connection.createStatement();
            version =
                    connection.prepareStatement(
                            "SELECT version FROM record WHERE namespace = ? AND key = ?");
            put =
                    connection.prepareStatement(
                            "INSERT INTO record (namespace, key, version, changed, sealed)"
                                    + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (namespace, key) DO UPDATE SET"
                                    + " version = excluded.version, changed = max(changed, excluded.changed),"
                                    + " sealed = excluded.sealed");
            delete =
                    connection.prepareStatement(
                            "DELETE FROM record WHERE namespace = ? AND key = ?");
            purge =
                    connection.prepareStatement(
                            "DELETE FROM record WHERE rowid IN (SELECT rowid FROM record"
                                    + " WHERE namespace = ? AND changed < ? ORDER BY changed LIMIT ?)");
            touch =
                    connection.prepareStatement(
                            "INSERT INTO generation (namespace, value) VALUES (?, ?)"
                                    + " ON CONFLICT (namespace) DO UPDATE SET value = excluded.value");
            lastVersion = greatest(generations());
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// For statements of this transaction that only this database has.
    Connection connection() {
        return connection;
    }

    /// Takes the database's write lock. The driver's own way would take it again right after each
    /// commit and keep it while nobody writes.
    @Override
    public void begin(Collection<Place> places) throws SQLException {
        control.execute("BEGIN IMMEDIATE");
    }

    @Override
    public long nextVersion() {
        return ++lastVersion;
    }

    @Override
    public long versionOf(Namespace ns, String key) throws SQLException {
        version.setString(1, ns.name());
        version.setString(2, key);
        try (ResultSet rows = version.executeQuery()) {
            return rows.next() ? rows.getLong(1) : Change.ABSENT;
        }
    }

    @Override
    public void put(Namespace ns, String key, long newVersion, long changed, byte[] sealed)
            throws SQLException {
        put.setString(1, ns.name());
        put.setString(2, key);
        put.setLong(3, newVersion);
        put.setLong(4, changed);
        put.setBytes(5, sealed);
        put.executeUpdate();
        touched.put(ns, newVersion);
    }

    @Override
    public void delete(Namespace ns, String key, long newVersion) throws SQLException {
        delete.setString(1, ns.name());
        delete.setString(2, key);
        delete.executeUpdate();
        touched.put(ns, newVersion);
    }

    @Override
    public int purge(Namespace ns, long changedBefore, int limit) throws SQLException {
        purge.setString(1, ns.name());
        purge.setLong(2, changedBefore);
        purge.setInt(3, limit);
        int deleted = purge.executeUpdate();
        if (deleted > 0) {
            touched.put(ns, nextVersion());
        }
        return deleted;
    }

    @Override
    public Map<Namespace, Long> touch() throws SQLException {
        for (Map.Entry<Namespace, Long> entry : touched.entrySet()) {
            touch.setString(1, entry.getKey().name());
            touch.setLong(2, entry.getValue());
            touch.executeUpdate();
        }
        Map<Namespace, Long> result = Map.copyOf(touched);
        touched.clear();
        return result;
    }

    @Override
    public void commit() throws SQLException {
        control.execute("COMMIT");
    }

    @Override
    public Map<Namespace, Long> generations() throws SQLException {
        Map<Namespace, Long> generations = new HashMap<>();
        try (PreparedStatement all =
                        connection.prepareStatement("SELECT namespace, value FROM generation");
                ResultSet rows = all.executeQuery()) {
            while (rows.next()) {
                generations.put(new Namespace(rows.getString(1)), rows.getLong(2));
            }
        }
        return generations;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static long greatest(Map<Namespace, Long> generations) {
        return generations.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
