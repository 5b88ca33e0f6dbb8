package dev.fiducia.ha.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/// The one connection that writes, its statements, and the numbers that it hands out. Used by one
/// thread at a time; several commits may share one transaction of the database.
final class WriteTransaction implements AutoCloseable {

    private final Connection connection;
    private final Statement control;
    private final PreparedStatement version;
    private final PreparedStatement put;
    private final PreparedStatement delete;
    private final PreparedStatement purge;
    private final PreparedStatement touch;
    private final Map<Namespace, Long> touched = new HashMap<>();
    private long lastVersion;

    WriteTransaction(Connection connection) throws SQLException {
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
                                    + " version = excluded.version, changed = excluded.changed,"
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

    /// Takes the database's write lock. The driver's own way would take it again right after each
    /// commit and keep it while nobody writes.
    void begin() throws SQLException {
        control.execute("BEGIN IMMEDIATE");
    }

    /// The number of the commit that is being made: all its records get it.
    long nextVersion() {
        return ++lastVersion;
    }

    long versionOf(Namespace ns, String key) throws SQLException {
        version.setString(1, ns.name());
        version.setString(2, key);
        try (ResultSet rows = version.executeQuery()) {
            return rows.next() ? rows.getLong(1) : Change.ABSENT;
        }
    }

    void put(Namespace ns, String key, long newVersion, long changed, byte[] sealed)
            throws SQLException {
        put.setString(1, ns.name());
        put.setString(2, key);
        put.setLong(3, newVersion);
        put.setLong(4, changed);
        put.setBytes(5, sealed);
        put.executeUpdate();
        touched.put(ns, newVersion);
    }

    void delete(Namespace ns, String key, long newVersion) throws SQLException {
        delete.setString(1, ns.name());
        delete.setString(2, key);
        delete.executeUpdate();
        touched.put(ns, newVersion);
    }

    int purge(Namespace ns, long changedBefore, int limit) throws SQLException {
        purge.setString(1, ns.name());
        purge.setLong(2, changedBefore);
        purge.setInt(3, limit);
        int deleted = purge.executeUpdate();
        if (deleted > 0) {
            touched.put(ns, nextVersion());
        }
        return deleted;
    }

    /// Notes the generations of what was touched: the last statement before [#commit()].
    Map<Namespace, Long> touch() throws SQLException {
        for (Map.Entry<Namespace, Long> entry : touched.entrySet()) {
            touch.setString(1, entry.getKey().name());
            touch.setLong(2, entry.getValue());
            touch.executeUpdate();
        }
        Map<Namespace, Long> result = Map.copyOf(touched);
        touched.clear();
        return result;
    }

    void commit() throws SQLException {
        control.execute("COMMIT");
    }

    /// The generations as the database has them.
    Map<Namespace, Long> generations() throws SQLException {
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

    /// Ends the connection, and whatever it has not committed.
    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static long greatest(Map<Namespace, Long> generations) {
        return generations.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
