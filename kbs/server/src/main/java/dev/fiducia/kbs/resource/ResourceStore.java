package dev.fiducia.kbs.resource;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;

import java.util.List;
import java.util.Optional;

/// The secrets, in the sealed record store.
public final class ResourceStore {
    private static final Namespace NAMESPACE = new Namespace("repository");
    private static final int ATTEMPTS = 16;

    private final RecordStore store;

    public ResourceStore(RecordStore store) {
        this.store = store;
    }

    Optional<byte[]> read(ResourcePath path) {
        return store.get(NAMESPACE, path.toString()).map(StoredRecord::value);
    }

    /// Writes, over what was there. Returns whether something was.
    public boolean write(ResourcePath path, byte[] secret) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long version = version(path);
            Change put = new Change.Put(NAMESPACE, path.toString(), secret, version);
            if (store.commit(List.of(put)) instanceof CommitResult.Committed) {
                return version != Change.ABSENT;
            }
        }
        throw new IllegalStateException("others keep writing " + path);
    }

    /// Deletes. Returns whether there was something to delete.
    public boolean delete(ResourcePath path) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long version = version(path);
            if (version == Change.ABSENT) {
                return false;
            }
            Change delete = new Change.Delete(NAMESPACE, path.toString(), version);
            if (store.commit(List.of(delete)) instanceof CommitResult.Committed) {
                return true;
            }
        }
        throw new IllegalStateException("others keep writing " + path);
    }

    private long version(ResourcePath path) {
        return store.get(NAMESPACE, path.toString())
                .map(StoredRecord::version)
                .orElse(Change.ABSENT);
    }
}
