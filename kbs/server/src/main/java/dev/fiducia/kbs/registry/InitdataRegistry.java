package dev.fiducia.kbs.registry;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordLimits;
import dev.fiducia.ha.store.RecordPage;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.initdata.BoundValue;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.kbs.registry.RegistryOutcome.Done;
import dev.fiducia.kbs.registry.RegistryOutcome.Effect;
import dev.fiducia.kbs.registry.RegistryOutcome.Kind;
import dev.fiducia.kbs.registry.RegistryOutcome.Refused;
import dev.fiducia.rvps.ReferenceValues;
import dev.fiducia.rvps.RvpsException;
import dev.fiducia.rvps.Source;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// The registered documents. A change is one conditional commit of the registration, its name and
/// its reference values; whoever finds the state changed reads again and tries again. Thread-safe.
public final class InitdataRegistry {
    /// One record a registration, by id.
    public static final Namespace NAMESPACE = new Namespace("initdata");

    /// The documents' bytes, by id.
    static final Namespace DOCUMENTS = new Namespace("initdata-document");

    /// The id that a name stands for now.
    static final Namespace NAMES = new Namespace("initdata-name");

    private static final Logger LOG = LoggerFactory.getLogger(InitdataRegistry.class);
    private static final int ATTEMPTS = 200;

    /// Reference values of a registration are in force until it is revoked.
    private static final Instant UNTIL_REVOKED = Instant.parse("9999-12-31T23:59:59Z");

    private final RecordStore store;
    private final ReferenceValues references;
    private final InstantSource clock;
    private final int maxDocuments;
    private volatile @Nullable RegistryIndex index;

    public InitdataRegistry(
            RecordStore store, ReferenceValues references, InstantSource clock, int maxDocuments) {
        this.store = store;
        this.references = references;
        this.clock = clock;
        this.maxDocuments = maxDocuments;
    }

    /// A request to register.
    ///
    /// @param name what to find it by; an active document has it to itself
    /// @param reinstate whether a revoked document shall be active again
    /// @param dryRun whether only to say what would happen
    public record Registration(
            InitdataDocument document,
            Optional<String> name,
            boolean reinstate,
            boolean dryRun,
            String by) {}

    /// Registers a document. The same bytes again change nothing.
    public RegistryOutcome register(Registration request) {
        String id = idOf(request.document());
        return attempt(
                request.dryRun(),
                request.by(),
                () -> {
                    Optional<StoredRecord> stored = store.get(NAMESPACE, id);
                    Optional<RegisteredInitdata> old = stored.map(RegistryCodec::decode);
                    Optional<Refused> refusal = refusal(request, old);
                    if (refusal.isPresent()) {
                        return new Step.Stop(refusal.get());
                    }
                    RegisteredInitdata entry = entry(request, id, old);
                    if (old.equals(Optional.of(entry))) {
                        return new Step.Stop(new Done(entry, Effect.UNCHANGED));
                    }
                    List<Change> changes = new ArrayList<>();
                    long version = stored.map(StoredRecord::version).orElse(Change.ABSENT);
                    changes.add(
                            new Change.Put(NAMESPACE, id, RegistryCodec.encode(entry), version));
                    if (old.isEmpty()) {
                        changes.add(
                                new Change.Put(
                                        DOCUMENTS, id, request.document().raw(), Change.ABSENT));
                    }
                    changes.addAll(claimName(entry));
                    if (old.isEmpty() || !old.get().isActive()) {
                        changes.addAll(
                                references.changesToAdd(
                                        Source.initdata(id),
                                        ReferenceContribution.of(request.document()),
                                        UNTIL_REVOKED));
                    }
                    Effect effect = old.isEmpty() ? Effect.CREATED : Effect.CHANGED;
                    return new Step.Commit(changes, new Done(entry, effect));
                });
    }

    /// Revokes a document: it stays known as revoked, and its reference values are withdrawn.
    ///
    /// @param reference its id, digest or name
    /// @param by who revokes
    public RegistryOutcome revoke(String reference, boolean dryRun, String by) {
        return attempt(
                dryRun,
                by,
                () -> {
                    Optional<StoredRecord> stored =
                            find(reference).flatMap(entry -> store.get(NAMESPACE, entry.id()));
                    if (stored.isEmpty()) {
                        return new Step.Stop(
                                new Refused(
                                        Kind.UNKNOWN,
                                        "initdata-unknown",
                                        "no initdata of this digest or name is registered"));
                    }
                    RegisteredInitdata old = RegistryCodec.decode(stored.get());
                    if (!old.isActive()) {
                        return new Step.Stop(new Done(old, Effect.UNCHANGED));
                    }
                    RegisteredInitdata entry = old.revoked(now());
                    List<Change> changes = new ArrayList<>();
                    changes.add(
                            new Change.Put(
                                    NAMESPACE,
                                    old.id(),
                                    RegistryCodec.encode(entry),
                                    stored.get().version()));
                    changes.addAll(releaseName(old));
                    changes.addAll(references.changesToRemove(Source.initdata(old.id())));
                    return new Step.Commit(changes, new Done(entry, Effect.CHANGED));
                });
    }

    /// By id, digest or name, as it is now.
    public Optional<RegisteredInitdata> find(String reference) {
        return current().find(reference);
    }

    /// Whether a document is, or was, registered under this name.
    public boolean isName(String name) {
        return find(name).flatMap(RegisteredInitdata::name).filter(name::equals).isPresent();
    }

    /// By what a verifier reported, as it is now.
    public Optional<RegisteredInitdata> find(BoundValue value) {
        return current().find(value);
    }

    /// In the order of ids; `after` is the last id of the page before.
    public List<RegisteredInitdata> page(Optional<String> after, int limit) {
        return current().page(after, limit);
    }

    /// The bytes as they were registered.
    public Optional<byte[]> document(RegisteredInitdata entry) {
        return store.get(DOCUMENTS, entry.id()).map(StoredRecord::value);
    }

    private Optional<Refused> refusal(Registration request, Optional<RegisteredInitdata> old) {
        if (old.isEmpty() && current().size() >= maxDocuments) {
            return refused("initdata-too-many", "the registry is full (initdata.max_documents)");
        }
        if (old.isPresent() && !old.get().isActive() && !request.reinstate()) {
            return refused(
                    "initdata-revoked",
                    "this document was revoked; to stand for it again, register it with"
                            + " ?reinstate=true");
        }
        Optional<String> oldName = old.flatMap(RegisteredInitdata::name);
        if (old.isPresent()
                && old.get().isActive()
                && oldName.isPresent()
                && request.name().isPresent()
                && !oldName.equals(request.name())) {
            return refused(
                    "initdata-named-otherwise",
                    "this document is registered under the name " + oldName.get());
        }
        Optional<String> wanted = request.name().or(() -> oldName);
        Optional<String> holder =
                wanted.flatMap(name -> store.get(NAMES, name))
                        .map(InitdataRegistry::text)
                        .filter(id -> !id.equals(idOf(request.document())));
        return holder.isPresent()
                ? refused(
                        "initdata-name-taken",
                        "the name belongs to the active document sha256:"
                                + holder.get()
                                + "; revoke that one or take another name")
                : Optional.empty();
    }

    private static Optional<Refused> refused(String code, String message) {
        return Optional.of(new Refused(Kind.CONFLICT, code, message));
    }

    private RegisteredInitdata entry(
            Registration request, String id, Optional<RegisteredInitdata> old) {
        Optional<String> name = request.name().or(() -> old.flatMap(RegisteredInitdata::name));
        if (old.isPresent() && old.get().isActive()) {
            return old.get().named(name);
        }
        InitdataDocument document = request.document();
        return new RegisteredInitdata(
                id,
                document.algorithm(),
                document.digest().hex(),
                document.size(),
                name,
                RegisteredInitdata.State.ACTIVE,
                now(),
                request.by(),
                Optional.empty());
    }

    private List<Change> claimName(RegisteredInitdata entry) {
        boolean claimed =
                entry.name()
                        .flatMap(name -> store.get(NAMES, name))
                        .filter(holder -> text(holder).equals(entry.id()))
                        .isPresent();
        if (entry.name().isEmpty() || claimed) {
            return List.of();
        }
        // Conflicts where another document took the name since it was found free.
        byte[] id = entry.id().getBytes(StandardCharsets.US_ASCII);
        return List.of(new Change.Put(NAMES, entry.name().get(), id, Change.ABSENT));
    }

    private List<Change> releaseName(RegisteredInitdata entry) {
        return entry.name()
                .flatMap(name -> store.get(NAMES, name))
                .filter(holder -> text(holder).equals(entry.id()))
                .<List<Change>>map(
                        holder -> List.of(new Change.Delete(NAMES, holder.key(), holder.version())))
                .orElse(List.of());
    }

    private sealed interface Step {
        record Stop(RegistryOutcome outcome) implements Step {}

        record Commit(List<Change> changes, Done done) implements Step {}
    }

    @FunctionalInterface
    private interface Planner {
        Step plan() throws RvpsException;
    }

    private RegistryOutcome attempt(boolean dryRun, String by, Planner planner) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Step step;
            try {
                step = planner.plan();
            } catch (RvpsException e) {
                return new Refused(
                        Kind.CONFLICT,
                        "reference-value-"
                                + e.code().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        "the reference values can't take this document: " + e.getMessage());
            }
            switch (step) {
                case Step.Stop(RegistryOutcome outcome) -> {
                    return outcome;
                }
                case Step.Commit(List<Change> _, Done done) when dryRun -> {
                    return done;
                }
                case Step.Commit(List<Change> changes, Done done) -> {
                    if (store.commit(changes) instanceof CommitResult.Committed) {
                        logged(done, by);
                        return done;
                    }
                }
            }
            // Those who collided meet again at different times.
            long bound = Math.min(20_000_000L, 100_000L << Math.min(attempt, 8));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(bound));
        }
        return new Refused(
                Kind.BUSY, "initdata-busy", "others kept changing the registry: try again");
    }

    private static void logged(Done done, String by) {
        LOG.atInfo()
                .addKeyValue("id", done.entry().id())
                .addKeyValue("name", done.entry().name().orElse(""))
                .addKeyValue("state", done.entry().state().wireName())
                .addKeyValue("by", by)
                .log("initdata registration changed");
    }

    private RegistryIndex current() {
        RegistryIndex known = index;
        if (known != null && known.generation() >= store.generation(NAMESPACE)) {
            return known;
        }
        RegistryIndex loaded = load();
        index = loaded;
        return loaded;
    }

    /// Reads all pages, again from the start if a commit came between two of them.
    private RegistryIndex load() {
        List<RegisteredInitdata> entries = new ArrayList<>();
        @Nullable String after = null;
        long generation = -1;
        while (true) {
            RecordPage page = store.list(NAMESPACE, "", after, RecordLimits.PAGE);
            if (after != null && page.generation() != generation) {
                entries.clear();
                after = null;
                continue;
            }
            generation = page.generation();
            page.records().forEach(stored -> entries.add(RegistryCodec.decode(stored)));
            if (page.next().isEmpty()) {
                return new RegistryIndex(generation, entries);
            }
            after = page.next().get();
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String idOf(InitdataDocument document) {
        return document.id().substring("sha256:".length());
    }

    private static String text(StoredRecord stored) {
        return new String(stored.value(), StandardCharsets.US_ASCII);
    }
}
