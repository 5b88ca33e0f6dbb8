package dev.fiducia.ha.leader;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/// Leadership by a row of the store, whose version rises with each renewal. Its holder counts on it
/// from before it asked for a renewal, for [#HELD]. Others take it over when they have seen it at
/// one version for longer than that, each by its own monotonic clock: no clock is compared with
/// another's. A holder that was paused may believe for a moment that it leads; what it commits is
/// refused, because the row is at another version.
///
/// After a holder was killed or cut off, another one leads within half a minute; after an orderly
/// end, within [#TURN].
public final class Lease implements Leader {

    /// How often each process takes its turn.
    public static final Duration TURN = Duration.ofSeconds(5);

    static final Duration HELD = Duration.ofSeconds(15);

    /// Longer than it is held by as much as clocks may differ in speed.
    static final Duration LEFT = Duration.ofSeconds(18);

    static final Namespace NAMESPACE = new Namespace("leader");
    static final String KEY = "tasks";

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final RecordStore store;
    private final UUID self = UUID.randomUUID();
    private final String name;
    private final LongSupplier nanos;
    private long term;
    private long version;
    private boolean held;
    private long heldSince;
    private long seenVersion;
    private long seenSince;
    private @Nullable LeaseRecord seen;
    private boolean closed;

    /// @param name of this process, for people
    public Lease(RecordStore store, String name) {
        this(store, name, System::nanoTime);
    }

    Lease(RecordStore store, String name, LongSupplier nanos) {
        this.store = store;
        this.name = name;
        this.nanos = nanos;
    }

    @Override
    public synchronized void turn() {
        if (closed) {
            return;
        }
        Optional<StoredRecord> stored = store.get(NAMESPACE, KEY);
        if (stored.isEmpty()) {
            lose();
            take(1, Change.ABSENT);
            return;
        }
        LeaseRecord record = LeaseRecord.parse(stored.get().value());
        long at = stored.get().version();
        if (record.holder().equals(self)) {
            // Also what a commit wrote whose answer was lost.
            take(record.term(), at);
            return;
        }
        lose();
        if (record.isFree() || isLeft(at)) {
            take(record.term() + 1, at);
        } else {
            seen = record;
        }
    }

    @Override
    public synchronized boolean isLeader() {
        return held && nanos.getAsLong() - heldSince < HELD.toNanos();
    }

    @Override
    public synchronized CommitResult commit(List<Change> changes) {
        List<Change> all = new ArrayList<>(changes);
        Change renewal = renewal();
        if (!held) {
            return new CommitResult.Conflict(renewal, seenVersion);
        }
        all.add(renewal);
        long asked = nanos.getAsLong();
        CommitResult result = store.commit(all);
        switch (result) {
            case CommitResult.Committed(long made, var _) -> renewed(made, asked);
            case CommitResult.Conflict(Change change, long _) -> {
                if (change.equals(renewal)) {
                    lose();
                }
            }
        }
        return result;
    }

    @Override
    public synchronized Optional<View> view() {
        if (isLeader()) {
            return Optional.of(new View(name, term, true));
        }
        return Optional.ofNullable(seen)
                .filter(record -> !record.isFree() && !record.holder().equals(self))
                .map(record -> new View(record.name(), record.term(), false));
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (!held) {
            return;
        }
        held = false;
        LeaseRecord free = new LeaseRecord(self, term, name).letGo();
        try {
            var _ = store.commit(List.of(new Change.Put(NAMESPACE, KEY, free.toBytes(), version)));
        } catch (StoreException e) {
            LOG.info("others have to wait before they lead: {}", e.getMessage());
        }
    }

    private Change renewal() {
        byte[] value = new LeaseRecord(self, term, name).toBytes();
        return new Change.Put(NAMESPACE, KEY, value, version);
    }

    /// True once the row has been at one version for so long that its holder does not count on it.
    private boolean isLeft(long at) {
        long now = nanos.getAsLong();
        if (seen == null || at != seenVersion) {
            seenVersion = at;
            seenSince = now;
            return false;
        }
        return now - seenSince >= LEFT.toNanos();
    }

    private void take(long newTerm, long over) {
        boolean was = held;
        long asked = nanos.getAsLong();
        byte[] value = new LeaseRecord(self, newTerm, name).toBytes();
        CommitResult result = store.commit(List.of(new Change.Put(NAMESPACE, KEY, value, over)));
        if (result instanceof CommitResult.Committed(long made, var _)) {
            term = newTerm;
            renewed(made, asked);
            if (!was) {
                LOG.atInfo().addKeyValue("term", term).log("this replica leads");
            }
        } else {
            lose();
        }
    }

    private void renewed(long made, long asked) {
        held = true;
        version = made;
        heldSince = asked;
        seen = null;
    }

    private void lose() {
        if (held) {
            LOG.atWarn().addKeyValue("term", term).log("another replica leads now");
        }
        held = false;
    }
}
