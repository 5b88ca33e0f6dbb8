package dev.fiducia.ha.store;

import dev.fiducia.ha.file.OwnerOnly;
import dev.fiducia.ha.file.UnsafeFileException;
import dev.fiducia.ha.seal.KeyRing;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The record store of a single replica: one SQLite database in a folder of its own, which no other
/// process may open. A commit has reached the disk when it returns (WAL, `synchronous=FULL`).
public final class SqliteRecordStore implements SealedStore {

    private static final String DATABASE = "fiducia.db";
    private static final int READERS = 4;
    private static final int PURGED_TOGETHER = 500;

    // WAL needs memory that all processes share, and locks that work; these offer neither for sure.
    private static final Set<String> NETWORK_FILE_SYSTEMS =
            Set.of("nfs", "nfs4", "cifs", "smbfs", "smb3", "afs", "9p");

    private final Path folder;
    private final Records records;
    private final StoreLock lock;
    private final Writer writer;
    private final Readers readers;
    private volatile boolean closed;

    private SqliteRecordStore(
            Path folder,
            StoreLock lock,
            SqliteDatabase database,
            KeyRing ring,
            InstantSource clock) {
        this.folder = folder;
        this.lock = lock;
        this.records = new Records(ring, clock);
        this.writer = new Writer(database);
        this.readers = new Readers(database, READERS);
    }

    /// The database file of the store in a folder, whether it exists or not.
    public static Path databaseFile(Path folder) {
        return folder.resolve(DATABASE);
    }

    /// Opens the store in a folder; makes the folder and the database if they are missing.
    ///
    /// @param ring has the keys that the store's values are sealed under
    /// @throws StoreException if another process has it open, its files are not safe, or the ring
    ///   is another one
    public static SqliteRecordStore open(Path folder, KeyRing ring, InstantSource clock) {
        try {
            OwnerOnly.folder(folder);
            refuseNetworkFileSystem(folder);
            StoreLock lock = StoreLock.acquire(folder);
            try {
                return open(folder, lock, ring, clock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (UnsafeFileException e) {
            throw new StoreException(
                    StoreException.Reason.UNSAFE_FILES,
                    "the store is not opened: " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Reason.IO,
                    "the store in " + folder + " can't be opened: " + e,
                    e);
        }
    }

    private static SqliteRecordStore open(
            Path folder, StoreLock lock, KeyRing ring, InstantSource clock) throws IOException {
        Path file = databaseFile(folder.toRealPath());
        OwnerOnly.ensure(file);
        for (String suffix : List.of("-wal", "-shm")) {
            Path beside = file.resolveSibling(DATABASE + suffix);
            if (Files.exists(beside)) {
                OwnerOnly.check(beside);
            }
        }
        SqliteDatabase database = new SqliteDatabase(file);
        database.migrate();
        SqliteRecordStore store = new SqliteRecordStore(folder, lock, database, ring, clock);
        try {
            store.writer.open();
            Records.checkRing(store, "the store in " + folder);
            return store;
        } catch (RuntimeException e) {
            store.closeDatabase();
            throw e;
        }
    }

    @Override
    public Optional<StoredRecord> get(Namespace ns, String key) {
        refuseIfClosed();
        if (!RecordLimits.isKey(key)) {
            return Optional.empty();
        }
        return readers.use(reader -> Optional.ofNullable(reader.find(ns, key)))
                .map(row -> records.open(ns, row));
    }

    @Override
    public RecordPage list(Namespace ns, String prefix, @Nullable String after, int limit) {
        refuseIfClosed();
        RecordLimits.requirePage(limit);
        // Keys with the prefix stand together, so the first one without it ends them. One row more
        // than
        // asked for tells whether there is another page.
        List<Records.Row> rows = new ArrayList<>();
        long generation =
                readers.use(reader -> {
                    rows.clear();
                    return reader.scan(
                            ns,
                            prefix,
                            after == null ? "" : after,
                            limit + 1,
                            row -> row.key().startsWith(prefix) && rows.add(row));
                });
        return records.page(ns, rows, limit, generation);
    }

    @Override
    public CommitResult commit(List<Change> changes) {
        refuseIfClosed();
        List<Change> all = List.copyOf(changes);
        RecordLimits.requireCommittable(all);
        return writer.commit(
                RecordLimits.places(all), transaction -> records.apply(transaction, all));
    }

    @Override
    public Resealing reseal(Position after, int most) {
        refuseIfClosed();
        return writer.commit(
                Set.of(),
                transaction -> {
                    Connection connection = ((SqliteTransaction) transaction).connection();
                    List<Reseal.Resealed> found = Reseal.find(connection, records, after, most);
                    return Reseal.result(found, Reseal.write(connection, found), most);
                });
    }

    @Override
    public long generation(Namespace ns) {
        refuseIfClosed();
        return writer.generation(ns);
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

    /// Waits for what is under way, then lets another process open the store.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            closeDatabase();
            lock.close();
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Reason.IO,
                    "the lock of the store in " + folder + " is not let go",
                    e);
        }
    }

    private void closeDatabase() {
        closed = true;
        try {
            try {
                readers.close();
            } finally {
                writer.close();
            }
        } catch (SQLException e) {
            throw SqliteErrors.translate(databaseFile(folder), e);
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new StoreException(
                    StoreException.Reason.CLOSED, "the store in " + folder + " is closed");
        }
    }

    private static void refuseNetworkFileSystem(Path folder) throws IOException {
        String type = Files.getFileStore(folder).type().toLowerCase(Locale.ROOT);
        if (NETWORK_FILE_SYSTEMS.contains(type)) {
            throw new StoreException(
                    StoreException.Reason.UNSAFE_FILES,
                    "the store needs a local disk, "
                            + folder
                            + " is on a file system of type "
                            + type);
        }
    }
}
