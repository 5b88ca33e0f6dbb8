package dev.fiducia.kbs;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// Removes what has had its time, so that the store doesn't grow with every pod that ever started.
/// Every replica sweeps: what one has removed the others don't find.
final class Sweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final ScheduledExecutorService timer;

    private Sweep(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /// @param what is swept, for the log
    /// @param sweeping tells how many it removed
    static Sweep every(Duration interval, String what, IntSupplier sweeping) {
        ScheduledExecutorService timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("fiducia-sweep").daemon(true).factory());
        var _ =
                timer.scheduleWithFixedDelay(
                        () -> sweep(what, sweeping),
                        interval.toSeconds(),
                        interval.toSeconds(),
                        TimeUnit.SECONDS);
        return new Sweep(timer);
    }

    private static void sweep(String what, IntSupplier sweeping) {
        try {
            LOG.debug("swept {} {}", sweeping.getAsInt(), what);
        } catch (RuntimeException e) { // anything that got out would end the sweeping for good
            LOG.warn("{} are not swept", what, e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
