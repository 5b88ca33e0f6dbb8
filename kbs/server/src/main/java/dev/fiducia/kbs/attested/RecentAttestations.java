package dev.fiducia.kbs.attested;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.fiducia.attestation.AttestationOutcome;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Recent attestations, since this replica started: of each registered document how many there were
/// and the last of them; of all others, refused ones included, the last. What others do can't
/// displace what is known of a document. Thread-safe.
public final class RecentAttestations {
    /// The last attestations that are kept of each document.
    static final int OF_EACH = 20;

    /// The last attestations that are kept of guests without a registered document.
    static final int OF_OTHERS = 200;

    private static final int MOST_DOCUMENTS = 5_000;

    private final InstantSource clock;
    private final Instant since;
    private final Cache<String, Uses> byDocument =
            Caffeine.newBuilder().maximumSize(MOST_DOCUMENTS).build();
    private final Uses others = new Uses(OF_OTHERS);

    public RecentAttestations(InstantSource clock) {
        this.clock = clock;
        this.since = now();
    }

    /// Remembers how an attestation ended.
    ///
    /// @param tee the wire name of the TEE that the guest named
    public void add(String tee, AttestationOutcome outcome) {
        Attempt attempt = Attempt.of(now(), tee, outcome);
        attempt.document()
                .map(id -> byDocument.get(id, _ -> new Uses(OF_EACH)))
                .orElse(others)
                .add(attempt);
    }

    /// When it began to remember.
    public Instant since() {
        return since;
    }

    /// `{count, last, outcomes}` of a document.
    ///
    /// @param document the id, with `sha256:`
    public ObjectNode summary(String document) {
        return of(document).orElseGet(() -> new Uses(OF_EACH)).summary();
    }

    /// The last attestations with a document, the newest first.
    List<Attempt> last(String document) {
        return of(document).map(Uses::last).orElse(List.of());
    }

    /// The last attestations without a registered document, the newest first.
    List<Attempt> others() {
        return others.last();
    }

    private Optional<Uses> of(String document) {
        return Optional.ofNullable(byDocument.getIfPresent(document));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
