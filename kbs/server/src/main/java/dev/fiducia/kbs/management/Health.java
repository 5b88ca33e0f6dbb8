package dev.fiducia.kbs.management;

import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.kbs.http.Listener;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/// Whether the service lives, and whether it should be asked. Thread-safe.
///
/// The two differ: what waits for its store would not be helped by a restart, but others may be
/// able to serve.
public final class Health {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Namespace PROBED = new Namespace("kbs");
    private static final String KEY = "readiness";

    private final RecordStore store;
    private volatile @Nullable Listener listener;
    private volatile boolean draining;

    public Health(RecordStore store) {
        this.store = store;
    }

    /// From now on there is something that serves.
    public void serving(Listener started) {
        this.listener = started;
    }

    /// From now on the service is not ready any more: it is going to stop.
    public void drain() {
        this.draining = true;
    }

    /// Whether the event loops still turn; so until they have started.
    boolean isAlive() {
        Listener serving = listener;
        return serving == null || serving.turns(PATIENCE);
    }

    /// Why the service should not be asked now; empty when it should.
    Optional<String> unreadiness() {
        if (listener == null) {
            return Optional.of("starting");
        }
        if (draining) {
            return Optional.of("stopping");
        }
        try {
            var _ = store.get(PROBED, KEY);
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of("the store can't be read");
        }
    }
}
