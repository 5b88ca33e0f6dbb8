package dev.fiducia.ha.store;

import dev.fiducia.ha.seal.KeyId;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.seal.Seal;
import dev.fiducia.ha.seal.SealException;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Records as every store keeps them: sealed for their place and version, written if what a commit
/// expects holds.
final class Records {

    /// Sealed when a database is made, so that another key ring is noticed at the next start and
    /// not by the first guest.
    static final Namespace SELF = new Namespace("store");

    static final String KEY_CHECK = "key-check";

    private final KeyRing ring;
    private final Seal seal;
    private final InstantSource clock;

    Records(KeyRing ring, InstantSource clock) {
        this.ring = ring;
        this.seal = new Seal(ring, new SecureRandom());
        this.clock = clock;
    }

    /// A row before its value is opened.
    @SuppressWarnings("ArrayRecordComponent") // a carrier between two methods, never compared
    record Row(String key, long version, long changed, byte[] sealed) {}

    /// Checks all conditions of a commit, then writes all of it.
    CommitResult apply(WriteTransaction transaction, List<Change> changes) throws SQLException {
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
        return new CommitResult.Committed(version, Instant.ofEpochMilli(now));
    }

    /// The key that values are sealed under now.
    KeyId activeKey() {
        return ring.activeId();
    }

    /// The value of a row, sealed under the active key for the same place and version.
    byte[] sealAnew(Namespace ns, Row row) {
        return seal.seal(ns.name(), row.key(), row.version(), open(ns, row).value());
    }

    StoredRecord open(Namespace ns, Row row) {
        try {
            byte[] value = seal.open(ns.name(), row.key(), row.version(), row.sealed());
            return new StoredRecord(
                    row.key(), row.version(), value, Instant.ofEpochMilli(row.changed()));
        } catch (SealException e) {
            StoreException.Reason reason =
                    switch (e.reason()) {
                        case UNKNOWN_KEY -> StoreException.Reason.KEY_MISSING;
                        case MALFORMED, NOT_AUTHENTIC -> StoreException.Reason.TAMPERED;
                    };
            throw new StoreException(
                    reason,
                    "the record " + ns + "/" + row.key() + " can't be opened: " + e.getMessage(),
                    e);
        }
    }

    /// @param rows one more than the limit if there is another page
    RecordPage page(Namespace ns, List<Row> rows, int limit, long generation) {
        boolean more = rows.size() > limit;
        List<StoredRecord> records = rows.stream().limit(limit).map(row -> open(ns, row)).toList();
        return new RecordPage(
                records,
                more ? Optional.of(records.getLast().key()) : Optional.empty(),
                generation);
    }

    /// Opens, or makes, the record that shows which ring the store's values are sealed under.
    ///
    /// @throws StoreException if it is another ring, or the record is gone
    static void checkRing(RecordStore store, String shownStore) {
        // Asked first: what another replica makes in between is then found, and not taken for gone.
        boolean made = store.generation(SELF) != 0;
        if (store.get(SELF, KEY_CHECK).isPresent()) {
            return;
        }
        if (made) {
            throw new StoreException(
                    StoreException.Reason.TAMPERED,
                    "the record that shows which key ring belongs to " + shownStore + " is gone");
        }
        Change check = new Change.Put(SELF, KEY_CHECK, new byte[0], Change.ABSENT);
        if (store.commit(List.of(check)) instanceof CommitResult.Conflict) {
            // Another replica was faster; its ring has to be this one.
            var _ = store.get(SELF, KEY_CHECK);
        }
    }
}
