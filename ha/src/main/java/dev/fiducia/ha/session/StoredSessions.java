package dev.fiducia.ha.session;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Sessions in the record store, for replicas that share one: what one has put, all others get from
/// then on. They are as durable as everything else there, which is more than they need.
public final class StoredSessions implements Sessions {

    /// One record a session.
    public static final Namespace NAMESPACE = new Namespace("session");

    private static final int ATTEMPTS = 20;

    private final RecordStore store;
    private final InstantSource clock;

    public StoredSessions(RecordStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void put(String id, Session session) {
        if (isOver(session)) {
            remove(id);
            return;
        }
        byte[] value = SessionCodec.encode(session);
        // A new session has a new id: whether there is an old one is asked only if there is.
        long version = Change.ABSENT;
        for (int tried = 0; tried < ATTEMPTS; tried++) {
            Change put = new Change.Put(NAMESPACE, id, value, version);
            switch (store.commit(List.of(put))) {
                case CommitResult.Committed _ -> {
                    return;
                }
                case CommitResult.Conflict(Change _, long actual) -> version = actual;
            }
        }
        throw new StoreException(
                StoreException.Reason.BUSY, "others keep changing the same session");
    }

    @Override
    public Optional<Session> get(String id) {
        return store.get(NAMESPACE, id)
                .map(stored ->
                        SessionCodec.decode(stored.value())
                                .orElseThrow(() ->
                                        new StoreException(
                                                StoreException.Reason.CORRUPT,
                                                "a stored session is damaged")))
                .filter(session -> !isOver(session));
    }

    /// Removes sessions that have expired. Returns how many.
    ///
    /// @param lifetime the longest that a session is given
    public int sweep(Duration lifetime) {
        return store.purge(NAMESPACE, clock.instant().minus(lifetime));
    }

    private boolean isOver(Session session) {
        return !clock.instant().isBefore(session.expires());
    }

    private void remove(String id) {
        for (int tried = 0; tried < ATTEMPTS; tried++) {
            Optional<StoredRecord> stored = store.get(NAMESPACE, id);
            if (stored.isEmpty()) {
                return;
            }
            Change delete = new Change.Delete(NAMESPACE, id, stored.get().version());
            if (store.commit(List.of(delete)) instanceof CommitResult.Committed) {
                return;
            }
        }
        throw new StoreException(
                StoreException.Reason.BUSY, "others keep changing the same session");
    }
}
