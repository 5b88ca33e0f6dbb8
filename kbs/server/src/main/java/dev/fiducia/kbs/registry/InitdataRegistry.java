package dev.fiducia.kbs.registry;

import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.initdata.BoundValue;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.RegistrationRule;
import dev.fiducia.initdata.registry.Standing;
import dev.fiducia.initdata.registry.Transition;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.Approvals;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.rvps.ReferenceValues;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;

/// The registered documents: names with numbered revisions. A change is one conditional commit of
/// the revision, its name, its reference values and the audit event. Thread-safe.
public final class InitdataRegistry {
    /// One record a revision, by id.
    public static final Namespace NAMESPACE = new Namespace("initdata");

    /// The documents' bytes, by id.
    static final Namespace DOCUMENTS = new Namespace("initdata-document");

    /// One record a name, which every new revision of the name rewrites: its highest number.
    static final Namespace NAMES = new Namespace("initdata-name");

    private final RecordStore store;
    private final InstantSource clock;
    private final RegistryReader reader;
    private final Commits commits;
    private final RegistrationPlan registrations;
    private final TransitionPlan transitions;
    private final LabelPlan labels;

    /// @param commits makes and records every change
    /// @param approvals whether one person is enough to stand for a document
    /// @param rules what judges documents before they count
    public InitdataRegistry(
            RecordStore store,
            ReferenceValues references,
            AdminCommits commits,
            Approvals approvals,
            InstantSource clock,
            int maxDocuments,
            List<RegistrationRule> rules) {
        this.store = store;
        this.clock = clock;
        this.reader = new RegistryReader(store);
        this.commits = new Commits(commits, reader);
        Admission admission = new Admission(rules);
        RegistryReferences contributions = new RegistryReferences(references);
        this.registrations =
                new RegistrationPlan(
                        store, reader, contributions, admission, approvals, maxDocuments);
        this.transitions =
                new TransitionPlan(
                        reader, contributions, admission, approvals, this::parsedDocument);
        this.labels = new LabelPlan(reader, admission, approvals, this::parsedDocument);
    }

    /// Registers a document. The same bytes again change nothing.
    public RegistryOutcome register(Registration request, Terms terms) {
        return commits.attempt(terms, () -> registrations.plan(request, terms, now()));
    }

    /// Changes the state of the selected revisions, all in one commit. What is as asked already
    /// stays as it is.
    ///
    /// @param judgement of the document, where it is to be activated
    public RegistryOutcome change(
            Selection selection, Transition transition, Judgement judgement, Terms terms) {
        return commits.attempt(
                terms, () -> transitions.plan(selection, transition, judgement, terms, now()));
    }

    /// Gives the selected revision other labels, in place of those it has.
    ///
    /// @param judgement of the document with its new labels so far
    public RegistryOutcome label(
            Selection selection,
            SortedMap<String, String> wanted,
            Judgement judgement,
            Terms terms) {
        return commits.attempt(
                terms, () -> labels.plan(selection, wanted, judgement, terms, now()));
    }

    /// By id, digest or name: the name's newest revision in force, or else its newest.
    public Optional<VersionedRevision> find(String reference) {
        RegistrySnapshot snapshot = reader.current();
        return snapshot.index().find(reference, clock.instant()).map(snapshot::versioned);
    }

    /// A revision of a name, by number, id or digest.
    public Optional<VersionedRevision> find(String name, String reference) {
        RegistrySnapshot snapshot = reader.current();
        return snapshot.index().find(name, reference).map(snapshot::versioned);
    }

    /// Whether a document is, or was, registered under this name.
    public boolean isName(String name) {
        return !reader.current().index().ofName(name).isEmpty();
    }

    /// What evidence is bound to, as it stands now.
    public Standing standing(BoundValue value) {
        return reader.current().index().standing(value, clock.instant());
    }

    /// The revisions of a name by their numbers.
    public List<VersionedRevision> revisions(String name) {
        RegistrySnapshot snapshot = reader.current();
        return snapshot.index().ofName(name).stream().map(snapshot::versioned).toList();
    }

    /// The revisions that have this text as their id or digest, or that hardware shows by it.
    List<VersionedRevision> showing(String value) {
        RegistrySnapshot snapshot = reader.current();
        return snapshot.index().showing(value).stream().map(snapshot::versioned).toList();
    }

    /// What a change of this selection would be about.
    public List<VersionedRevision> select(Selection selection) {
        RegistrySnapshot snapshot = reader.current();
        return selection.in(snapshot.index()).stream().map(snapshot::versioned).toList();
    }

    /// In the order of ids those that a filter takes; `after` is the last id of the page before.
    public List<VersionedRevision> page(
            Optional<String> after, Predicate<InitdataRevision> filter, int limit) {
        RegistrySnapshot snapshot = reader.current();
        return snapshot.index().after(after).stream()
                .filter(filter)
                .limit(limit)
                .map(snapshot::versioned)
                .toList();
    }

    /// The bytes as they were registered.
    public Optional<byte[]> document(InitdataRevision revision) {
        return store.get(DOCUMENTS, revision.id()).map(StoredRecord::value);
    }

    /// The document as it was registered. One that is missing, or no longer parses, is damage.
    public InitdataDocument parsedDocument(InitdataRevision revision) {
        byte[] bytes =
                document(revision)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "the registered document " + revision.id() + " is gone"));
        try {
            return InitdataDocument.parse(bytes);
        } catch (InitdataException e) {
            throw new IllegalStateException(
                    "the registered document " + revision.id() + " no longer parses", e);
        }
    }

    /// The time by which revisions are in force now, in whole seconds.
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
