package dev.fiducia.kbs.rotation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;

/// Says in the log which pinned certificates end within 30 days: to renew one is to make, register
/// and roll out a new document, which takes its time.
public final class ExpiryWatch {
    /// How often to look.
    public static final Duration INTERVAL = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(ExpiryWatch.class);
    private static final Duration AHEAD = Duration.ofDays(30);

    private final PinnedCertificates pinned;
    private final InstantSource clock;

    public ExpiryWatch(PinnedCertificates pinned, InstantSource clock) {
        this.pinned = pinned;
        this.clock = clock;
    }

    /// Looks now.
    public void look() {
        for (PinnedCertificates.Pinned each : pinned.endingBefore(clock.instant().plus(AHEAD))) {
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
    }
}
