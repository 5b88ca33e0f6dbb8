package dev.fiducia.ha.singleuse;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.NamespaceView;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Marks ids as used, once each. A mark outlives the thing that it marks: it is swept only when
/// that has expired by the clock of whoever sweeps. Clocks may be wrong or differ between replicas,
/// so a sweep also says durably up to when things may have lost their marks, and what expires
/// before that is never used again, whatever time it is elsewhere. Thread-safe.
public final class SingleUse {

    /// Up to when things may have lost their marks, by namespace.
    private static final Namespace SWEPT = new Namespace("swept");

    /// How far a clock may be wrong without anybody noticing: half of it ahead, before things are
    /// refused that have not expired elsewhere, half of it back during a use.
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(5);

    private static final int ATTEMPTS = 20;

    private final RecordStore store;
    private final Namespace ns;
    private final Duration maxLifetime;
    private final InstantSource clock;
    private final NamespaceView<Instant> sweptUntil;

    /// @param ns holds these marks alone
    /// @param maxLifetime how far ahead an expiry may lie
    public SingleUse(RecordStore store, Namespace ns, Duration maxLifetime, InstantSource clock) {
        if (maxLifetime.isNegative() || maxLifetime.isZero()) {
            throw new IllegalArgumentException("a lifetime is positive");
        }
        this.store = store;
        this.ns = ns;
        this.maxLifetime = maxLifetime;
        this.clock = clock;
        this.sweptUntil = new NamespaceView<>(store, SWEPT, this::until);
    }

    /// Uses the thing that an id names. When this returns [Consumption.Won], no other call for the
    /// id ever will, on no replica and not after a crash.
    ///
    /// @param expiry when the thing expires, as authenticated by the caller
    /// @param payload what later attempts get to see
    public Consumption consume(String id, Instant expiry, byte[] payload) {
        Instant now = clock.instant();
        if (!now.isBefore(expiry)) {
            return new Consumption.Expired();
        }
        if (expiry.isAfter(now.plus(maxLifetime))) {
            return new Consumption.Early();
        }
        return switch (store.commit(List.of(new Change.Put(ns, id, payload, Change.ABSENT)))) {
            case CommitResult.Committed(long version, Instant marked) ->
                    afterMark(new Consumption.Won(id, version), expiry, marked);
            case CommitResult.Conflict _ ->
                    store.get(ns, id)
                            .map(StoredRecord::value)
                            .<Consumption>map(Consumption.AlreadyConsumed::new)
                            // Swept since: then its time was over long ago by the clock of another
                            // replica.
                            .orElseGet(Consumption.Expired::new);
        };
    }

    /// What a mark that was just made is worth. The first check makes sure, whatever the clock did
    /// since it was first asked, that whoever sweeps the mark away raises the bound beyond the
    /// expiry; the second one comes after the insert because a sweep raises the bound before.
    private Consumption afterMark(Consumption.Won won, Instant expiry, Instant marked) {
        if (expiry.isAfter(marked.plus(maxLifetime).plus(CLOCK_MARGIN.dividedBy(2)))) {
            return new Consumption.Early();
        }
        return expiry.isAfter(sweptUntil.current()) ? won : new Consumption.Expired();
    }

    /// Replaces what later attempts get to see. Only the winner can, and only once: false if it has
    /// been done, or the mark has been swept.
    public boolean complete(Consumption.Won won, byte[] payload) {
        Change outcome = new Change.Put(ns, won.id(), payload, won.version());
        return store.commit(List.of(outcome)) instanceof CommitResult.Committed;
    }

    /// What the user of an id stored last, if it was used and not swept.
    public Optional<byte[]> find(String id) {
        return store.get(ns, id).map(StoredRecord::value);
    }

    /// Sweeps the marks of what has expired. Returns how many; none while others sweep.
    public int sweep() {
        Instant changedBefore = clock.instant().minus(maxLifetime).minus(CLOCK_MARGIN);
        Instant until = changedBefore.plus(maxLifetime).plus(CLOCK_MARGIN.dividedBy(2));
        return raise(until) ? store.purge(ns, changedBefore) : 0;
    }

    private boolean raise(Instant until) {
        for (int tried = 0; tried < ATTEMPTS; tried++) {
            Optional<StoredRecord> known = store.get(SWEPT, ns.name());
            if (known.isPresent() && !instant(known.get()).isBefore(until)) {
                return true;
            }
            Change raised =
                    new Change.Put(
                            SWEPT,
                            ns.name(),
                            ByteBuffer.allocate(Long.BYTES).putLong(until.toEpochMilli()).array(),
                            known.map(StoredRecord::version).orElse(Change.ABSENT));
            if (store.commit(List.of(raised)) instanceof CommitResult.Committed) {
                return true;
            }
        }
        return false;
    }

    private Instant until(List<StoredRecord> all) {
        return all.stream()
                .filter(each -> each.key().equals(ns.name()))
                .findFirst()
                .map(SingleUse::instant)
                .orElse(Instant.MIN);
    }

    private static Instant instant(StoredRecord swept) {
        byte[] value = swept.value();
        if (value.length != Long.BYTES) {
            throw new StoreException(
                    StoreException.Reason.CORRUPT, "the record of what was swept is damaged");
        }
        return Instant.ofEpochMilli(ByteBuffer.wrap(value).getLong());
    }
}
