package dev.fiducia.attestation.collateral;

import dev.fiducia.attestation.evidence.RefusedException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A source on the network, behind a breaker. An answer that is not genuine, out of its time, or
/// older than what is known counts as a failure like no answer.
final class RemoteSource {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteSource.class);

    private final DocumentSource source;
    private final CircuitBreaker breaker;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile @Nullable String lastFailure;

    RemoteSource(DocumentSource source, CircuitBreaker breaker) {
        this.source = source;
        this.breaker = breaker;
    }

    /// Asks for a document and puts it on the shelf. True when there now is one that it confirmed.
    boolean fetch(DocumentId id, Shelf shelf, Instant now) {
        if (!breaker.tryPass()) {
            return false;
        }
        calls.incrementAndGet();
        try {
            List<Document> found = source.find(id);
            for (Document document : found) {
                shelf.admitFetched(document, source.name(), now);
            }
            breaker.succeeded();
            return !found.isEmpty();
        } catch (SourceException e) {
            failed(id, String.valueOf(e.getMessage()));
        } catch (RefusedException e) {
            failed(id, "what " + source.name() + " answers: " + e.refusal().describe());
        }
        return false;
    }

    Optional<String> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    SourceStatus status() {
        return new SourceStatus(
                source.name(), calls.get(), failures.get(), breaker.isOpen(), lastFailure());
    }

    private void failed(DocumentId id, String why) {
        breaker.failed();
        failures.incrementAndGet();
        lastFailure = why;
        LOG.warn("Collateral {} can't be fetched: {}", id, why);
    }
}
