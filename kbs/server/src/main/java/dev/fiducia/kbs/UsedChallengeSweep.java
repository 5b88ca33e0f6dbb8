package dev.fiducia.kbs;

import dev.fiducia.ha.singleuse.SingleUse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Removes the marks of used challenges whose time is long over, so that the store doesn't grow
/// with every pod that ever started.
final class UsedChallengeSweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsedChallengeSweep.class);

    private final ScheduledExecutorService timer;

    private UsedChallengeSweep(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    static UsedChallengeSweep start(SingleUse uses, Duration every) {
        ScheduledExecutorService timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("fiducia-sweep").daemon(true).factory());
        var _ =
                timer.scheduleWithFixedDelay(
                        () -> sweep(uses), every.toSeconds(), every.toSeconds(), TimeUnit.SECONDS);
        return new UsedChallengeSweep(timer);
    }

    private static void sweep(SingleUse uses) {
        try {
            LOG.debug("swept {} used challenges", uses.sweep());
        } catch (RuntimeException e) { // anything that got out would end the sweeping for good
            LOG.warn("used challenges are not swept", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
