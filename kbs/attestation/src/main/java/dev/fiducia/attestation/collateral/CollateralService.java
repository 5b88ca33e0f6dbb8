package dev.fiducia.attestation.collateral;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.evidence.RefusedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Collateral for all verifiers: asked for by id, from memory if at all possible.
///
/// What is held in memory costs one lookup, takes no lock and no file, and is renewed in the
/// background. What is not is looked for, once for all who ask: in files and bundles that an
/// operator pinned, in the store, then over the network. Nothing enters memory or store unless its
/// signatures hold, and no edition takes the place of a newer one.
public final class CollateralService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CollateralService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int MAX_PREFETCHES = 8;

    private final Shelf shelf;
    private final List<DocumentSource> pinned;
    private final List<RemoteSource> remotes;
    private final CollateralSettings settings;
    private final InstantSource clock;
    private final Absences absences;
    private final ConcurrentMap<DocumentId, CompletableFuture<Lookup>> loading =
            new ConcurrentHashMap<>();
    private final Semaphore prefetches = new Semaphore(MAX_PREFETCHES);
    private final Renewal renewal;

    /// @param authorities one for each vendor
    /// @param sources asked in this order
    /// @param durable where documents outlive the process, if anywhere
    public CollateralService(
            List<? extends DocumentAuthority> authorities,
            List<? extends DocumentSource> sources,
            Optional<DurableDocuments> durable,
            CollateralSettings settings,
            InstantSource clock) {
        this.shelf = new Shelf(List.copyOf(authorities), durable, settings, clock);
        this.pinned =
                sources.stream().<DocumentSource>map(s -> s).filter(s -> !s.isRemote()).toList();
        this.remotes =
                sources.stream()
                        .filter(DocumentSource::isRemote)
                        .map(s -> new RemoteSource(s, new CircuitBreaker(clock)))
                        .toList();
        this.settings = settings;
        this.clock = clock;
        this.absences = new Absences(settings.negative(), clock);
        this.renewal = new Renewal(this, shelf, pinned, settings, clock);
        renewal.pinned();
    }

    /// Begins to renew in the background, after taking in what the store has.
    ///
    /// @param wanted documents to have before anyone asks
    public void start(List<DocumentId> wanted) {
        renewal.start(wanted);
    }

    /// A document. Returns at once where one is in memory; else it may block for some seconds.
    public Lookup find(DocumentId id) {
        return find(id, "");
    }

    /// The same; a pinned document that comes without its signer's certificates is checked with
    /// these.
    public Lookup find(DocumentId id, String signers) {
        Optional<HeldDocument> held = held(id);
        if (held.isPresent()) {
            return new Lookup.Found(held.get());
        }
        return absences.of(id).orElseGet(() -> once(id, signers));
    }

    /// A usable document if memory has one. Never blocks.
    public Optional<HeldDocument> held(DocumentId id) {
        return shelf.get(id).filter(found -> found.isUsableAt(clock.instant(), settings));
    }

    /// Looks for a document in the background, unless that is under way or was in vain lately.
    public void prefetch(DocumentId id) {
        if (held(id).isPresent()
                || absences.of(id).isPresent()
                || loading.containsKey(id)
                || !prefetches.tryAcquire()) {
            return;
        }
        var _ =
                Thread.ofVirtual()
                        .name("collateral-prefetch")
                        .start(() -> {
                            try {
                                find(id);
                            } finally {
                                prefetches.release();
                            }
                        });
    }

    /// Whether anything would be asked over a network.
    public boolean hasRemotes() {
        return !remotes.isEmpty();
    }

    /// All that is in memory, by id.
    public List<HeldDocument> all() {
        return shelf.all();
    }

    /// When a document has to have a successor: at its end, or when it reaches the greatest age
    /// that is configured for lists of revoked certificates.
    public Instant due(HeldDocument held) {
        return held.dueAt(settings);
    }

    /// Whether evidence is judged with a document now: some are for a while beyond their end.
    public boolean isUsable(HeldDocument held) {
        return held.isUsableAt(clock.instant(), settings);
    }

    /// How the remote sources do.
    public List<SourceStatus> sources() {
        return remotes.stream().map(RemoteSource::status).toList();
    }

    /// Renews what is due. For tests and for the command line; a started service does it by itself.
    public void renew() {
        renewal.run();
    }

    /// Takes in a document from elsewhere, as an operator's.
    ///
    /// @throws RefusedException when it is not genuine
    public void admit(Document document, String origin) throws RefusedException {
        shelf.admit(document, origin, true);
        absences.forget(document.id());
    }

    /// A document, after asking the remote sources whatever is in memory; for the command line.
    public Lookup refetch(DocumentId id) {
        fetch(id);
        return find(id);
    }

    /// Asks the remote sources, whatever is in memory. True when one had a genuine edition that is
    /// not older.
    boolean fetch(DocumentId id) {
        for (RemoteSource remote : remotes) {
            if (remote.fetch(id, shelf, clock.instant())) {
                return true;
            }
        }
        return false;
    }

    void forgetAbsences() {
        absences.clear();
    }

    private Lookup once(DocumentId id, String signers) {
        CompletableFuture<Lookup> mine = new CompletableFuture<>();
        CompletableFuture<Lookup> others = loading.putIfAbsent(id, mine);
        if (others != null) {
            return await(others);
        }
        try {
            Lookup answer = load(id, signers);
            mine.complete(answer);
            return answer;
        } finally {
            loading.remove(id, mine);
            mine.complete(new Lookup.Missing("the search for it failed", Optional.empty()));
        }
    }

    private static Lookup await(CompletableFuture<Lookup> others) {
        try {
            return others.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Lookup.Missing("interrupted", Optional.empty());
        } catch (ExecutionException | TimeoutException e) {
            return new Lookup.Missing("the search for it takes too long", Optional.empty());
        }
    }

    private Lookup load(DocumentId id, String signers) {
        List<String> reasons = new ArrayList<>();
        Optional<Refusal> refusal = Optional.empty();
        for (DocumentSource source : pinned) {
            source.refresh();
            for (Document document : offered(source, id, reasons)) {
                Optional<Refusal> refused = tryAdmit(complete(document, signers), source.name());
                refused.ifPresent(r -> reasons.add(source.name() + ": " + r.describe()));
                refusal = refusal.or(() -> refused);
            }
        }
        shelf.takeFromStore(id);
        if (held(id).filter(this::isInItsTime).isEmpty()) {
            fetch(id);
        }
        Optional<HeldDocument> held = held(id);
        if (held.isPresent()) {
            return new Lookup.Found(held.get());
        }
        remotes.forEach(r -> r.lastFailure().ifPresent(reasons::add));
        shelf.get(id).ifPresent(h -> reasons.add("what there is ended " + h.facts().expires()));
        Lookup.Missing missing =
                new Lookup.Missing(
                        reasons.isEmpty() ? "no source has it" : String.join("; ", reasons),
                        refusal);
        LOG.info("No usable collateral {}: {}", id, missing.reason());
        absences.add(id, missing);
        return missing;
    }

    private boolean isInItsTime(HeldDocument held) {
        return held.facts().expires().isAfter(clock.instant());
    }

    private Optional<Refusal> tryAdmit(Document document, String origin) {
        try {
            shelf.admit(document, origin, true);
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(e.refusal());
        }
    }

    private static Document complete(Document document, String signers) {
        return document.chain().isEmpty() && !signers.isEmpty()
                ? document.withChain(signers)
                : document;
    }

    private static List<Document> offered(
            DocumentSource source, DocumentId id, List<String> reasons) {
        try {
            return source.find(id);
        } catch (SourceException e) {
            reasons.add(source.name() + ": " + e.getMessage());
            return List.of();
        }
    }

    @Override
    public void close() {
        renewal.close();
    }
}
