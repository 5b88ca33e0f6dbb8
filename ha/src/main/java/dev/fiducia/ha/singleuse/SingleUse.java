package dev.fiducia.ha.singleuse;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Marks ids as used, once each. A mark outlives the thing that it marks: it is swept only when
/// that has surely expired, so that nothing becomes usable again. Thread-safe.
public final class SingleUse {

    /// How far the clock may be set back without a swept id becoming usable again.
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(5);

    private final RecordStore store;
    private final Namespace ns;
    private final Duration maxLifetime;
    private final InstantSource clock;

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
    }

    /// Uses the thing that an id names. When this returns [Consumption.Won], no other call for the
    /// id ever will, on no replica and not after a crash.
    ///
    /// @param expiry when the thing expires, as authenticated by the caller
    /// @param payload what later attempts get to see
    /// @throws IllegalArgumentException if the expiry lies further ahead than anything that was
    ///   handed out can
    public Consumption consume(String id, Instant expiry, byte[] payload) {
        Instant now = clock.instant();
        if (!now.isBefore(expiry)) {
            return new Consumption.Expired();
        }
        if (expiry.isAfter(now.plus(maxLifetime))) {
            throw new IllegalArgumentException("an expiry lies at most " + maxLifetime + " ahead");
        }
        return switch (store.commit(List.of(new Change.Put(ns, id, payload, Change.ABSENT)))) {
            case CommitResult.Committed committed -> new Consumption.Won(id, committed.version());
            case CommitResult.Conflict _ ->
                    store.get(ns, id)
                            .map(StoredRecord::value)
                            .<Consumption>map(Consumption.AlreadyConsumed::new)
                            // Swept since: then its time was over long ago by the clock of another
                            // replica.
                            .orElseGet(Consumption.Expired::new);
        };
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

    /// Sweeps the marks of what has surely expired. Returns how many.
    public int sweep() {
        return store.purge(ns, clock.instant().minus(maxLifetime).minus(CLOCK_MARGIN));
    }
}
