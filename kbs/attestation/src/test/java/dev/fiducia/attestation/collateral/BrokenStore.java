package dev.fiducia.attestation.collateral;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordPage;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A store whose disk is gone.
final class BrokenStore implements RecordStore {

    @Override
    public Optional<StoredRecord> get(Namespace ns, String key) {
        throw gone();
    }

    @Override
    public RecordPage list(Namespace ns, String prefix, @Nullable String after, int limit) {
        throw gone();
    }

    @Override
    public CommitResult commit(List<Change> changes) {
        throw gone();
    }

    @Override
    public long generation(Namespace ns) {
        throw gone();
    }

    @Override
    public int purge(Namespace ns, Instant olderThan) {
        throw gone();
    }

    @Override
    public void close() {}

    private static StoreException gone() {
        return new StoreException(StoreException.Reason.UNAVAILABLE, "the disk is gone");
    }
}
