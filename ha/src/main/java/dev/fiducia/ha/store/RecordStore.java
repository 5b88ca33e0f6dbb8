package dev.fiducia.ha.store;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Durable, versioned records. Reads see every commit that returned before they began. All methods
/// may be called from any thread, virtual ones included, block while the disk works, and throw
/// [StoreException] when the store is unavailable or damaged.
public interface RecordStore extends AutoCloseable {

    /// The record under a key, if there is one.
    Optional<StoredRecord> get(Namespace ns, String key);

    /// The records whose keys begin with a prefix (taken literally; empty for all), in the order of
    /// the keys' UTF-8 bytes.
    ///
    /// @param after only keys behind this one; `null` for the first page
    /// @param limit at most this many, 1 to [RecordLimits#PAGE]
    RecordPage list(Namespace ns, String prefix, @Nullable String after, int limit);

    /// Makes all changes, or none of them if one expects another version than the record is at.
    /// Returns when they are durable. A [StoreException] leaves open whether they were made: read
    /// again.
    ///
    /// @param changes at least one, at most [RecordLimits#CHANGES], no two for the same record
    CommitResult commit(List<Change> changes);

    /// A number that rises with every commit that touches the namespace. A cache that was filled at
    /// this generation or a later one is current. Cheap enough to ask on every request.
    long generation(Namespace ns);

    /// Deletes the records that were last changed before an instant: the one unconditional write,
    /// meant for single-use marks that have had their time. Returns how many it deleted.
    int purge(Namespace ns, Instant olderThan);

    @Override
    void close();
}
