package dev.fiducia.kbs;

import dev.fiducia.ha.leader.Leader;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.SealedStore;
import dev.fiducia.ha.store.SealedStore.Position;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;

/// Moves records to the active key of the ring after a rotation, so that the keys before it can be
/// retired.
final class Reseal {
    static final Duration INTERVAL = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Reseal.class);

    private Reseal() {}

    /// Two replicas that do it at once do the same.
    static void run(SealedStore store, KeyRing ring, Leader leader) {
        if (ring.ids().size() == 1) {
            return;
        }
        long done = 0;
        Optional<Position> at = Optional.of(Position.START);
        while (at.isPresent() && leader.isLeader() && !Thread.currentThread().isInterrupted()) {
            SealedStore.Resealing step = store.reseal(at.get(), SealedStore.RESEALED_TOGETHER);
            done += step.done();
            at = step.next();
        }
        if (done > 0) {
            LOG.atInfo()
                    .addKeyValue("records", done)
                    .addKeyValue("key", ring.activeId())
                    .log("records were sealed under the active key");
        }
    }
}
