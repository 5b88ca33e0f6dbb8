package dev.fiducia.kbs.rotation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Says in the log, every day, which pinned certificates end within 30 days: to renew one is to
/// make, register and roll out a new document, which takes its time.
public final class ExpiryWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiryWatch.class);
    private static final Duration AHEAD = Duration.ofDays(30);

    private final PinnedCertificates pinned;
    private final InstantSource clock;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("fiducia-expiry").daemon(true).factory());

    private ExpiryWatch(PinnedCertificates pinned, InstantSource clock) {
        this.pinned = pinned;
        this.clock = clock;
    }

    public static ExpiryWatch start(PinnedCertificates pinned, InstantSource clock) {
        ExpiryWatch watch = new ExpiryWatch(pinned, clock);
        var _ = watch.timer.scheduleWithFixedDelay(watch::look, 1, 24L * 60, TimeUnit.MINUTES);
        return watch;
    }

    private void look() {
        try {
            for (PinnedCertificates.Pinned each :
                    pinned.endingBefore(clock.instant().plus(AHEAD))) {
                LOG.atWarn()
                        .addKeyValue("sha256", each.certificate().sha256())
                        .addKeyValue("ends", each.certificate().notAfter())
                        .addKeyValue(
                                "initdata",
                                each.places().stream()
                                        .map(place ->
                                                place.revision().name()
                                                        + "@"
                                                        + place.revision().number())
                                        .distinct()
                                        .toList())
                        .log("a certificate that guests pin is about to end");
            }
        } catch (RuntimeException e) { // anything that got out would end the watch for good
            LOG.warn("pinned certificates are not watched", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
