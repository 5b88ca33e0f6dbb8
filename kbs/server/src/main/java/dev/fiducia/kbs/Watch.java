package dev.fiducia.kbs;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Looks again and again at what may change while a service runs: files, so that no replica has to
/// be started again for it, and the clock.
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    /// How often files are looked at.
    static final Duration FILES = Duration.ofSeconds(5);

    private final ScheduledExecutorService timer;

    private Watch(String name) {
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("fiducia-" + name).daemon(true).factory());
    }

    /// @param name of what is watched
    /// @param interval after which it is looked at for the first time, and then again
    /// @param look takes up what was changed
    static Watch of(String name, Duration interval, Runnable look) {
        Watch watch = new Watch(name);
        var _ =
                watch.timer.scheduleWithFixedDelay(
                        () -> look(name, look),
                        interval.toMillis(),
                        interval.toMillis(),
                        TimeUnit.MILLISECONDS);
        return watch;
    }

    private static void look(String name, Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) { // anything that got out would end the watch for good
            LOG.warn("the {} is not watched", name, e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
