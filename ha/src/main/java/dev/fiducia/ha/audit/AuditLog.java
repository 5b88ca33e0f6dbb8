package dev.fiducia.ha.audit;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// The log of changes. Appending is part of the commit of the change itself, conditional on the
/// head: two changes at once are put in an order, and one of them is tried again. Thread-safe.
public final class AuditLog {
    /// One record an event, by number.
    public static final Namespace EVENTS = new Namespace("audit");

    /// One record, the end of the chain.
    public static final Namespace HEAD = new Namespace("audit-head");

    /// The action of an event that tells of a checkpoint; its target is the checkpoint's digest.
    public static final String CHECKPOINT = "audit.checkpoint";

    static final String HEAD_KEY = "head";

    private final RecordStore store;
    private final InstantSource clock;

    public AuditLog(RecordStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// What appends entries.
    ///
    /// @param changes for the caller to commit with what the entries tell of
    /// @param events as they are once that is done
    public record Appending(List<Change> changes, List<AuditEvent> events) {
        public Appending {
            changes = List.copyOf(changes);
            events = List.copyOf(events);
        }
    }

    /// The changes that append these entries. On a conflict in [#HEAD] ask again and retry.
    public List<Change> changesToAppend(List<AuditEntry> entries) {
        return append(entries).changes();
    }

    /// The same with the events.
    public Appending append(List<AuditEntry> entries) {
        Optional<StoredRecord> stored = store.get(HEAD, HEAD_KEY);
        AuditHead head = stored.map(AuditLog::head).orElse(AuditHead.EMPTY);
        List<Change> changes = new ArrayList<>();
        List<AuditEvent> events = new ArrayList<>();
        for (AuditEntry entry : entries) {
            AuditEvent event = AuditEvent.next(head, entry, clock.instant());
            changes.add(
                    new Change.Put(
                            EVENTS,
                            AuditCodec.key(event.seq()),
                            AuditCodec.encode(event),
                            Change.ABSENT));
            events.add(event);
            head = event.head();
        }
        if (!entries.isEmpty()) {
            long version = stored.map(StoredRecord::version).orElse(Change.ABSENT);
            changes.add(new Change.Put(HEAD, HEAD_KEY, AuditCodec.encode(head), version));
        }
        return new Appending(changes, events);
    }

    /// Where all chains end now, that of changes as [AuditEvent#CHANGES]. Who keeps them elsewhere
    /// can tell later whether the log still leads through them.
    public SortedMap<String, AuditHead> heads() {
        SortedMap<String, AuditHead> heads = LogVerification.chainHeads(store);
        store.get(HEAD, HEAD_KEY)
                .map(AuditLog::head)
                .ifPresent(head -> heads.put(AuditEvent.CHANGES, head));
        return heads;
    }

    /// The events of the whole log, changes and decisions, by time.
    ///
    /// @param after where an earlier page ended; empty for the first
    public AuditPage page(AuditFilter filter, Optional<AuditCursor> after, int limit) {
        return new LogReading(store, filter).page(after, limit);
    }

    /// The decision of an id.
    public Optional<AuditEvent> decision(String id) {
        return DecisionIds.isId(id)
                ? store.get(DecisionLog.EVENTS, id)
                        .map(stored ->
                                AuditCodec.decode(stored.value()).orElseThrow(() -> damage()))
                : Optional.empty();
    }

    /// Reads the whole log, from where it was cut, and tells what is wrong with it.
    ///
    /// @param seal knows what says where the log was cut
    /// @param remembered ends of chains that somebody kept: the log has to lead through them
    public AuditVerdict verify(CutSeal seal, List<SortedMap<String, AuditHead>> remembered) {
        return new LogVerification(store, seal, remembered).verdict();
    }

    /// The same for a log that nobody can cut.
    public AuditVerdict verify(List<SortedMap<String, AuditHead>> remembered) {
        return verify(CutSeal.none(), remembered);
    }

    /// Where the log begins; what nobody signed is not believed.
    public LogCut cut(CutSeal seal) {
        return StoredCut.read(store, seal).content();
    }

    private static AuditHead head(StoredRecord stored) {
        return AuditCodec.decodeHead(stored.value()).orElseThrow(() -> damage());
    }

    static StoreException damage() {
        return new StoreException(
                StoreException.Reason.CORRUPT, "the audit log is damaged: verify it");
    }
}
