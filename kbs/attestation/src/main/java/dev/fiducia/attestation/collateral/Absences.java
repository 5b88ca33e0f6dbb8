package dev.fiducia.attestation.collateral;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// What was looked for in vain lately: hostile evidence can ask for any number of documents that
/// don't exist.
final class Absences {

    private static final int MAX = 10_000;

    private final Cache<DocumentId, Absence> absences =
            Caffeine.newBuilder().maximumSize(MAX).build();
    private final Duration life;
    private final InstantSource clock;

    private record Absence(Lookup answer, Instant until) {}

    Absences(Duration life, InstantSource clock) {
        this.life = life;
        this.clock = clock;
    }

    Optional<Lookup> of(DocumentId id) {
        return Optional.ofNullable(absences.getIfPresent(id))
                .filter(absence -> clock.instant().isBefore(absence.until()))
                .map(Absence::answer);
    }

    void add(DocumentId id, Lookup answer) {
        absences.put(id, new Absence(answer, clock.instant().plus(life)));
    }

    void forget(DocumentId id) {
        absences.invalidate(id);
    }

    void clear() {
        absences.invalidateAll();
    }
}
