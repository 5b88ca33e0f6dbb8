package dev.fiducia.ha.store;

import dev.fiducia.ha.file.OwnerOnly;
import dev.fiducia.ha.file.UnsafeFileException;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.seal.Seal;
import dev.fiducia.ha.seal.SealException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The record store of a single replica: one SQLite database in a folder of its own, which no other
/// process may open. A commit has reached the disk when it returns (WAL, `synchronous=FULL`).
public final class SqliteRecordStore implements RecordStore {

    private static final String DATABASE = "fiducia.db";
    private static final int READERS = 4;
    private static final int PURGED_TOGETHER = 500;

    /// Sealed when the database is made, so that another key ring is noticed at the next start and
    /// not by the first guest.
    private static final Namespace SELF = new Namespace("store");

    private static final String KEY_CHECK = "key-check";

    // WAL needs memory that all processes share, and locks that work; these offer neither for sure.
    private static final Set<String> NETWORK_FILE_SYSTEMS =
            Set.of("nfs", "nfs4", "cifs", "smbfs", "smb3", "afs", "9p");

    private final Path folder;
    private final InstantSource clock;
    private final Seal seal;
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
        this.clock = clock;
        this.seal = new Seal(ring, new SecureRandom());
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
            store.checkRing();
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
                .map(row -> open(ns, row));
    }

    @Override
    public RecordPage list(Namespace ns, String prefix, @Nullable String after, int limit) {
        refuseIfClosed();
        if (limit < 1 || limit > RecordLimits.PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + RecordLimits.PAGE + " records");
        }
        // Keys with the prefix stand together, so the first one without it ends them. One row more
        // than
        // asked for tells whether there is another page.
        List<Readers.Row> rows = new ArrayList<>();
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
        boolean more = rows.size() > limit;
        List<StoredRecord> records = rows.stream().limit(limit).map(row -> open(ns, row)).toList();
        return new RecordPage(
                records,
                more ? Optional.of(records.getLast().key()) : Optional.empty(),
                generation);
    }

    @Override
    public CommitResult commit(List<Change> changes) {
        refuseIfClosed();
        List<Change> all = List.copyOf(changes);
        requireCommittable(all);
        return writer.commit(transaction -> apply(transaction, all));
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
                    writer.commit(transaction ->
                            transaction.purge(ns, olderThan.toEpochMilli(), PURGED_TOGETHER));
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

    private CommitResult apply(WriteTransaction transaction, List<Change> changes)
            throws SQLException {
        for (Change change : changes) {
            long actual = transaction.versionOf(change.ns(), change.key());
            if (actual != change.expectedVersion()) {
                return new CommitResult.Conflict(change, actual);
            }
        }
        long version = transaction.nextVersion();
        long now = clock.millis();
        for (Change change : changes) {
            switch (change) {
                case Change.Put(Namespace ns, String key, byte[] value, long _) ->
                        transaction.put(
                                ns, key, version, now, seal.seal(ns.name(), key, version, value));
                case Change.Delete(Namespace ns, String key, long _) ->
                        transaction.delete(ns, key, version);
            }
        }
        return new CommitResult.Committed(version);
    }

    private StoredRecord open(Namespace ns, Readers.Row row) {
        try {
            byte[] value = seal.open(ns.name(), row.key(), row.version(), row.sealed());
            return new StoredRecord(
                    row.key(), row.version(), value, Instant.ofEpochMilli(row.changed()));
        } catch (SealException e) {
            throw SqliteErrors.translate(ns, row.key(), e);
        }
    }

    private static void requireCommittable(List<Change> changes) {
        if (changes.isEmpty() || changes.size() > RecordLimits.CHANGES) {
            throw new IllegalArgumentException(
                    "a commit has 1 to " + RecordLimits.CHANGES + " changes");
        }
        long bytes = 0;
        Set<List<Object>> places = new HashSet<>();
        for (Change change : changes) {
            if (!places.add(List.of(change.ns(), change.key()))) {
                throw new IllegalArgumentException("a commit changes a record once: " + change);
            }
            bytes += change instanceof Change.Put put ? put.size() : 0;
        }
        if (bytes > RecordLimits.COMMIT_BYTES) {
            throw new IllegalArgumentException(
                    "a commit has at most " + RecordLimits.COMMIT_BYTES + " bytes of values");
        }
    }

    private void checkRing() {
        if (get(SELF, KEY_CHECK).isPresent()) {
            return;
        }
        if (writer.generation(SELF) != 0) {
            throw new StoreException(
                    StoreException.Reason.TAMPERED,
                    "the record that shows which key ring belongs to the store in "
                            + folder
                            + " is gone");
        }
        commit(List.of(new Change.Put(SELF, KEY_CHECK, new byte[0], Change.ABSENT)));
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
