package dev.fiducia.kbs;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Looks every few seconds whether files were changed, so that no replica has to be started again
/// for it: the key ring, the token signing key.
final class FileWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final long SECONDS = 5;

    private final ScheduledExecutorService timer;

    private FileWatch(String name) {
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("fiducia-" + name).daemon(true).factory());
    }

    /// @param name of what is watched
    /// @param look takes up what was changed
    static FileWatch of(String name, Runnable look) {
        FileWatch watch = new FileWatch(name);
        var _ =
                watch.timer.scheduleWithFixedDelay(
                        () -> look(name, look), SECONDS, SECONDS, TimeUnit.SECONDS);
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
