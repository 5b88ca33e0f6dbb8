package dev.fiducia.ha.store;

import dev.fiducia.ha.file.OwnerOnly;
import dev.fiducia.ha.file.UnsafeFileException;
import dev.fiducia.ha.seal.KeyRing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/// An SQLite store as a whole, held so that no other process opens it meanwhile.
final class SqliteWhole implements StoreDialect {

    private final Path file;

    private SqliteWhole(Path file) {
        this.file = file;
    }

    static StoreSnapshot snapshot(Path folder, KeyRing ring) {
        Path file = SqliteRecordStore.databaseFile(folder);
        if (!Files.exists(file)) {
            throw new StoreException(
                    StoreException.Reason.SCHEMA, "there is no store in " + folder);
        }
        StoreLock lock = lock(folder);
        try {
            SqliteDatabase database = database(folder);
            database.requireCurrentSchema();
            Connection connection = database.connectForReading();
            try {
                connection.createStatement().execute("BEGIN");
                return new StoreSnapshot(connection, new SqliteWhole(file), ring, lock);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            letGo(lock);
            throw SqliteErrors.translate(file, e);
        } catch (RuntimeException e) {
            letGo(lock);
            throw e;
        }
    }

    static void fill(Path folder, KeyRing ring, RecordSource source) {
        StoreLock lock = lock(folder);
        Path file = SqliteRecordStore.databaseFile(folder);
        try {
            SqliteDatabase database = database(folder);
            database.migrate();
            try (Connection connection = database.connect()) {
                // Closing the connection undoes what is not committed.
                StoreFill.fill(connection, new SqliteWhole(file), ring, source);
            }
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        } finally {
            letGo(lock);
        }
    }

    private static StoreLock lock(Path folder) {
        try {
            OwnerOnly.folder(folder);
            return StoreLock.acquire(folder);
        } catch (UnsafeFileException e) {
            throw unsafe(e);
        } catch (IOException e) {
            throw cannotOpen(folder, e);
        }
    }

    private static void letGo(StoreLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Reason.IO, "the lock of the store is not let go", e);
        }
    }

    private static SqliteDatabase database(Path folder) {
        try {
            Path file = SqliteRecordStore.databaseFile(folder.toRealPath());
            OwnerOnly.ensure(file);
            return new SqliteDatabase(file);
        } catch (UnsafeFileException e) {
            throw unsafe(e);
        } catch (IOException e) {
            throw cannotOpen(folder, e);
        }
    }

    private static StoreException unsafe(UnsafeFileException e) {
        return new StoreException(
                StoreException.Reason.UNSAFE_FILES,
                "the store is not opened: " + e.getMessage(),
                e);
    }

    private static StoreException cannotOpen(Path folder, IOException e) {
        return new StoreException(
                StoreException.Reason.IO, "the store in " + folder + " can't be opened: " + e, e);
    }

    @Override
    public String shown() {
        return file.toString();
    }

    /// Here the last commit is the greatest of what touched a namespace.
    @Override
    public StoreState state(Connection connection) throws SQLException {
        Map<Namespace, Long> generations = new HashMap<>();
        long last = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT namespace, value FROM generation")) {
            while (rows.next()) {
                generations.put(new Namespace(rows.getString(1)), rows.getLong(2));
                last = Math.max(last, rows.getLong(2));
            }
        }
        return new StoreState(last, generations);
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
        }
    }

    @Override
    public void commit(Connection connection, long lastCommit) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("COMMIT");
        }
    }

    @Override
    public StoreException translate(SQLException e) {
        return SqliteErrors.translate(file, e);
    }
}
