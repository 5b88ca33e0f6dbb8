package dev.fiducia.attestation.collateral;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.fiducia.attestation.evidence.RefusedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The documents at hand, in memory and in the store behind it: genuine ones only, of each id the
/// newest that was ever seen.
final class Shelf {

    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

    /// What clocks may differ by.
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final List<DocumentAuthority> authorities;
    private final Optional<DurableDocuments> durable;
    private final InstantSource clock;
    private final int capacity;
    private final Cache<DocumentId, HeldDocument> memory;

    Shelf(
            List<DocumentAuthority> authorities,
            Optional<DurableDocuments> durable,
            CollateralSettings settings,
            InstantSource clock) {
        this.authorities = authorities;
        this.durable = durable;
        this.clock = clock;
        this.capacity = settings.capacity();
        this.memory = Caffeine.newBuilder().maximumSize(capacity).build();
    }

    Optional<HeldDocument> get(DocumentId id) {
        return Optional.ofNullable(memory.getIfPresent(id));
    }

    List<HeldDocument> all() {
        return memory.asMap().values().stream()
                .sorted(Comparator.comparing(held -> held.document().id().name()))
                .toList();
    }

    /// Takes a document in, unless a newer one is there. True when it, or one just like it, is.
    boolean admit(Document document, String origin, boolean pinned) throws RefusedException {
        Facts facts = check(document);
        if (keep(new HeldDocument(document, facts, origin, pinned, clock.instant()))) {
            durable.ifPresent(store -> store.put(document, stored -> givesWay(stored, facts)));
        }
        return !get(document.id()).filter(held -> held.facts().isNewerThan(facts)).isPresent();
    }

    /// The same for what came over a network, which has to be of now, and no older than what is
    /// known.
    void admitFetched(Document document, String origin, Instant now) throws RefusedException {
        takeFromStore(document.id());
        Facts facts = check(document);
        if (facts.issued().isAfter(now.plus(SKEW)) || !facts.expires().isAfter(now)) {
            throw RefusedException.of(
                    "collateral-stale",
                    "it holds from " + facts.issued() + " until " + facts.expires() + ", not now");
        }
        if (!admit(document, origin, false)) {
            throw RefusedException.of(
                    "collateral-replayed", "a newer edition than this was seen before");
        }
    }

    /// Looks whether the store has a newer edition than memory.
    void takeFromStore(DocumentId id) {
        durable.flatMap(store -> store.get(id)).ifPresent(this::takeStored);
    }

    /// Fills memory from the store.
    void takeAllFromStore() {
        durable.ifPresent(store -> store.all(capacity).forEach(this::takeStored));
    }

    long storeGeneration() {
        return durable.map(DurableDocuments::generation).orElse(-1L);
    }

    private void takeStored(Document stored) {
        Optional<HeldDocument> held = get(stored.id());
        if (held.isPresent() && held.get().document().hasContentOf(stored)) {
            return;
        }
        try {
            // Confirmed long ago for all that is known, so that a remote source is asked soon.
            keep(new HeldDocument(stored, check(stored), "store", false, Instant.EPOCH));
        } catch (RefusedException e) {
            LOG.warn("Collateral {} in the store: {}", stored.id(), e.refusal().describe());
        }
    }

    private Facts check(Document document) throws RefusedException {
        for (DocumentAuthority authority : authorities) {
            if (authority.isFor(document.id())) {
                try {
                    return authority.check(document, id -> get(id).map(HeldDocument::document));
                } catch (RuntimeException e) { // a parser's, on what nobody foresaw
                    LOG.warn("Collateral {} can't be judged", document.id(), e);
                    throw RefusedException.of("collateral-malformed", "it can't be read");
                }
            }
        }
        throw RefusedException.of("collateral-unknown", "nobody knows this kind of document");
    }

    private boolean givesWay(Document stored, Facts to) {
        try {
            return to.isNewerThan(check(stored));
        } catch (RefusedException e) {
            return true;
        }
    }

    /// True when it is new here.
    private boolean keep(HeldDocument candidate) {
        HeldDocument kept =
                memory.asMap()
                        .merge(
                                candidate.document().id(),
                                candidate,
                                (old, offered) -> {
                                    if (offered.facts().isNewerThan(old.facts())) {
                                        return offered;
                                    }
                                    return old.facts().isNewerThan(offered.facts())
                                            ? old
                                            : old.confirmedBy(offered);
                                });
        return kept.document() == candidate.document();
    }
}
