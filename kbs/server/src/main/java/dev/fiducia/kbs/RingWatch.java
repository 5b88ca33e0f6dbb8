package dev.fiducia.kbs;

import dev.fiducia.ha.seal.KeyRing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Looks every few seconds whether the key ring was rotated, so that no replica has to be started
/// again for it.
final class RingWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RingWatch.class);
    private static final long SECONDS = 5;

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("fiducia-key-ring").daemon(true).factory());

    private RingWatch() {}

    static RingWatch of(KeyRing ring) {
        RingWatch watch = new RingWatch();
        var _ =
                watch.timer.scheduleWithFixedDelay(
                        () -> look(ring), SECONDS, SECONDS, TimeUnit.SECONDS);
        return watch;
    }

    private static void look(KeyRing ring) {
        try {
            var _ = ring.refresh();
        } catch (RuntimeException e) { // anything that got out would end the watch for good
            LOG.warn("the key ring is not watched", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
