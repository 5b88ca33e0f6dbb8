package dev.fiducia.ha.audit;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The end of a chain that this process alone appends to.
///
/// @param version of the head's record
record ChainTip(String chain, AuditHead head, long version) {
    private static final int ATTEMPTS = 50;

    /// What the log of changes says of a new chain.
    static final String BEGUN = "audit.chain";

    /// Begins a chain: the log of changes says so in the commit that makes its head, so that a
    /// chain that is gone is missed.
    static ChainTip begin(RecordStore store, AuditLog changes, String chain, String replica) {
        AuditEntry begun = AuditEntry.of("fiducia", BEGUN, chain, Map.of("replica", replica));
        for (int tried = 0; tried < ATTEMPTS; tried++) {
            List<Change> commit = new ArrayList<>(changes.changesToAppend(List.of(begun)));
            commit.add(
                    new Change.Put(
                            DecisionLog.HEADS,
                            chain,
                            AuditCodec.encode(AuditHead.EMPTY),
                            Change.ABSENT));
            if (store.commit(commit) instanceof CommitResult.Committed(long version, var _)) {
                return new ChainTip(chain, AuditHead.EMPTY, version);
            }
        }
        throw new StoreException(
                StoreException.Reason.BUSY, "others change too much to begin a chain");
    }

    /// Where the chain ends as the store has it; empty if it has no such chain.
    static Optional<ChainTip> find(RecordStore store, String chain) {
        Optional<StoredRecord> stored = store.get(DecisionLog.HEADS, chain);
        return stored.flatMap(record -> AuditCodec.decodeHead(record.value()))
                .map(head -> new ChainTip(chain, head, stored.get().version()));
    }

    /// The changes that append events, of which the first follows from this tip.
    List<Change> changesToAppend(List<AuditEvent> events) {
        List<Change> commit = new ArrayList<>();
        for (AuditEvent event : events) {
            commit.add(
                    new Change.Put(
                            DecisionLog.EVENTS,
                            event.id(),
                            AuditCodec.encode(event),
                            Change.ABSENT));
        }
        commit.add(
                new Change.Put(
                        DecisionLog.HEADS,
                        chain,
                        AuditCodec.encode(events.getLast().head()),
                        version));
        return commit;
    }

    ChainTip movedTo(AuditEvent last, long newVersion) {
        return new ChainTip(chain, last.head(), newVersion);
    }
}
