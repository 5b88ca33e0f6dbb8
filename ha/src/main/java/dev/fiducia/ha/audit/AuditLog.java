package dev.fiducia.ha.audit;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordLimits;
import dev.fiducia.ha.store.RecordPage;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The log of changes. Appending is part of the commit of the change itself, conditional on the
/// head: two changes at once are put in an order, and one of them is tried again. Thread-safe.
public final class AuditLog {
    /// One record an event, by number.
    public static final Namespace EVENTS = new Namespace("audit");

    /// One record, the end of the chain.
    public static final Namespace HEAD = new Namespace("audit-head");

    static final String HEAD_KEY = "head";

    /// Records that one request for a page reads at most.
    private static final int SCANNED = 20 * RecordLimits.PAGE;

    private final RecordStore store;
    private final InstantSource clock;

    public AuditLog(RecordStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// The changes that append these entries, for the caller to commit with what they tell of. On a
    /// conflict in [#HEAD] ask again and retry.
    public List<Change> changesToAppend(List<AuditEntry> entries) {
        Optional<StoredRecord> stored = store.get(HEAD, HEAD_KEY);
        AuditHead head = stored.map(AuditLog::head).orElse(AuditHead.EMPTY);
        List<Change> changes = new ArrayList<>();
        for (AuditEntry entry : entries) {
            AuditEvent event = AuditEvent.next(head, entry, clock.instant());
            changes.add(
                    new Change.Put(
                            EVENTS,
                            AuditCodec.key(event.seq()),
                            AuditCodec.encode(event),
                            Change.ABSENT));
            head = event.head();
        }
        if (!entries.isEmpty()) {
            long version = stored.map(StoredRecord::version).orElse(Change.ABSENT);
            changes.add(new Change.Put(HEAD, HEAD_KEY, AuditCodec.encode(head), version));
        }
        return List.copyOf(changes);
    }

    /// Events that a filter takes, behind a number. May hold fewer than `limit` and still have a
    /// next page: the work of one call is bounded.
    public AuditPage page(AuditFilter filter, long after, int limit) {
        List<AuditEvent> found = new ArrayList<>();
        @Nullable String key = after <= 0 ? null : AuditCodec.key(after);
        for (int read = 0; read < SCANNED; ) {
            RecordPage page = store.list(EVENTS, "", key, RecordLimits.PAGE);
            for (StoredRecord stored : page.records()) {
                AuditEvent event = AuditCodec.decode(stored.value()).orElseThrow(() -> damage());
                if (filter.takes(event)) {
                    found.add(event);
                }
                if (found.size() == limit) {
                    return new AuditPage(found, OptionalLong.of(Long.parseLong(stored.key())));
                }
                read++;
            }
            if (page.next().isEmpty()) {
                return new AuditPage(found, OptionalLong.empty());
            }
            key = page.next().get();
        }
        return new AuditPage(found, OptionalLong.of(Long.parseLong(key == null ? "0" : key)));
    }

    /// Reads the whole chain and tells what is wrong with it.
    ///
    /// @param remembered a head that somebody kept: the chain has to lead through it
    public AuditVerdict verify(Optional<AuditHead> remembered) {
        return new AuditVerification(store, remembered).verdict();
    }

    private static AuditHead head(StoredRecord stored) {
        return AuditCodec.decodeHead(stored.value()).orElseThrow(() -> damage());
    }

    private static StoreException damage() {
        return new StoreException(
                StoreException.Reason.CORRUPT, "the audit log is damaged: verify it");
    }
}
