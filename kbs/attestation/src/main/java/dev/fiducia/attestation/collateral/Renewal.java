package dev.fiducia.attestation.collateral;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.fiducia.attestation.evidence.RefusedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Keeps the shelf fresh in the background: takes in pinned files that changed, what other replicas
/// fetched, and asks the remote sources before a document ends. Any number of replicas may do so;
/// times are spread at random so that they rarely coincide.
final class Renewal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);
    private static final Duration TICK = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofMinutes(5);

    private final CollateralService service;
    private final Shelf shelf;
    private final List<DocumentSource> pinned;
    private final CollateralSettings settings;
    private final InstantSource clock;
    private final Cache<DocumentId, Instant> retries;
    private final double spread = ThreadLocalRandom.current().nextDouble();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("collateral").daemon(true).factory());
    private long generation = -1;

    Renewal(
            CollateralService service,
            Shelf shelf,
            List<DocumentSource> pinned,
            CollateralSettings settings,
            InstantSource clock) {
        this.service = service;
        this.shelf = shelf;
        this.pinned = pinned;
        this.settings = settings;
        this.clock = clock;
        this.retries = Caffeine.newBuilder().maximumSize(settings.capacity()).build();
    }

    void start(List<DocumentId> wanted) {
        timer.execute(() -> {
            shelf.takeAllFromStore();
            wanted.forEach(service::find);
        });
        var _ =
                timer.scheduleWithFixedDelay(
                        this::run, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Takes in all that is pinned.
    void pinned() {
        for (DocumentSource source : pinned) {
            for (DocumentId id : source.ids()) {
                try {
                    source.find(id).forEach(document -> take(document, source.name()));
                } catch (SourceException e) {
                    LOG.warn("Collateral {}: {}", id, e.getMessage());
                }
            }
        }
    }

    private void take(Document document, String origin) {
        try {
            shelf.admit(document, origin, true);
        } catch (RefusedException e) {
            if (document.chain().isEmpty()) {
                LOG.debug("Collateral {} waits for its signer's certificates", document.id());
            } else {
                LOG.warn(
                        "Collateral {} in {} is left out: {}",
                        document.id(),
                        origin,
                        e.refusal().describe());
            }
        }
    }

    synchronized void run() {
        try {
            boolean changed = false;
            for (DocumentSource source : pinned) {
                changed |= source.refresh();
            }
            if (changed) {
                pinned();
                service.forgetAbsences();
            }
            others();
            if (service.hasRemotes()) {
                shelf.all().stream().filter(this::isDue).forEach(this::renew);
            }
        } catch (RuntimeException e) { // anything that got out would end the renewing for good
            LOG.warn("collateral is not renewed", e);
        }
    }

    /// What other replicas wrote.
    private void others() {
        long now = shelf.storeGeneration();
        if (now != generation) {
            generation = now;
            shelf.all().stream()
                    .filter(held -> !held.isForever())
                    .forEach(held -> shelf.takeFromStore(held.document().id()));
        }
    }

    private boolean isDue(HeldDocument held) {
        Instant now = clock.instant();
        Instant retry = retries.getIfPresent(held.document().id());
        Duration early =
                Duration.ofMillis((long) (spread * settings.refreshEvery().toMillis() / 10));
        return !held.isForever()
                && (retry == null || !now.isBefore(retry))
                && !now.isBefore(held.refreshAt(settings).minus(early));
    }

    private void renew(HeldDocument held) {
        DocumentId id = held.document().id();
        if (service.fetch(id)) {
            retries.invalidate(id);
        } else {
            long jitter = ThreadLocalRandom.current().nextLong(RETRY.toMillis());
            retries.put(id, clock.instant().plus(RETRY).plusMillis(jitter));
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
