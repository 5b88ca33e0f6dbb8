package dev.fiducia.kbs.registry;

import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.initdata.registry.DocumentIdentity;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.Lifetime;
import dev.fiducia.initdata.registry.Note;
import dev.fiducia.initdata.registry.RegistrationCandidate;
import dev.fiducia.initdata.registry.RegistrationCandidate.Operation;
import dev.fiducia.initdata.registry.RevisionState;
import dev.fiducia.initdata.registry.Transition;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Approvals;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.registry.RegistryOutcome.Done;
import dev.fiducia.kbs.registry.RegistryOutcome.Effect;
import dev.fiducia.kbs.registry.RegistryOutcome.Kind;
import dev.fiducia.rvps.RvpsException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Registers a document: as the next revision of its name, or, where it is known already, not at
/// all.
final class RegistrationPlan {
    private final RecordStore store;
    private final RegistryReader reader;
    private final RegistryReferences references;
    private final Admission admission;
    private final Approvals approvals;
    private final int maxDocuments;

    RegistrationPlan(
            RecordStore store,
            RegistryReader reader,
            RegistryReferences references,
            Admission admission,
            Approvals approvals,
            int maxDocuments) {
        this.store = store;
        this.reader = reader;
        this.references = references;
        this.admission = admission;
        this.approvals = approvals;
        this.maxDocuments = maxDocuments;
    }

    Step plan(Registration request, Terms terms, Instant now) throws RvpsException, ApiProblem {
        DocumentIdentity identity = DocumentIdentity.of(request.document());
        Note note = new Note(now, terms.by(), terms.reason());
        String name = request.name().orElseGet(() -> RevisionName.ofUnnamed(identity));
        // Read before the registrations: whoever adds a revision later moves the name's version.
        Optional<StoredRecord> holder = store.get(InitdataRegistry.NAMES, name);
        RegistrySnapshot snapshot = reader.current();
        Optional<InitdataRevision> known =
                snapshot.index()
                        .byIdOrDigest(identity.id())
                        .filter(revision -> revision.id().equals(identity.id()));
        return known.isPresent()
                ? again(request, terms, snapshot.versioned(known.get()), note)
                : first(request, terms, snapshot, identity, name, holder, note);
    }

    private Step again(Registration request, Terms terms, VersionedRevision known, Note note)
            throws RvpsException, ApiProblem {
        InitdataRevision revision = known.revision();
        if (terms.version().isPresent() && terms.version().get() != known.version()) {
            return Stale.step(known);
        }
        if (request.name().isPresent() && !request.name().get().equals(revision.name())) {
            return Step.refused(
                    Kind.CONFLICT,
                    "initdata-named-otherwise",
                    "this document is registered under the name " + revision.name());
        }
        if (differs(request, revision)) {
            return Step.refused(
                    Kind.CONFLICT,
                    "initdata-registered-otherwise",
                    "this document is registered with other labels, platforms or times; leave them"
                            + " out to see with which");
        }
        if (revision.state() != RevisionState.REVOKED) {
            return new Step.Stop(new Done(List.of(known), Effect.UNCHANGED, List.of()));
        }
        if (request.reinstate() && !approvals.isOnePersonEnough()) {
            throw ApiProblem.forbidden(
                    "approval-needed",
                    "two persons have to agree to reinstate a document (initdata.approval): propose"
                            + " it with :activate?reinstate=true and a reason");
        }
        return switch (new Transition.Activate(request.reinstate()).of(revision, note)) {
            case Transition.Result.Refused(String code, String message) ->
                    Step.refused(Kind.CONFLICT, code, message);
            case Transition.Result.Unchanged _ ->
                    new Step.Stop(new Done(List.of(known), Effect.UNCHANGED, List.of()));
            case Transition.Result.Changed(InitdataRevision changed) ->
                    admission.judged(
                            candidate(Operation.ACTIVATE, request, changed, known, terms),
                            request.judgement(),
                            terms,
                            judgement ->
                                    new Step.Commit(
                                            rewritten(request, known, changed),
                                            List.of(
                                                    RevisionAudit.entry(
                                                            "reinstate",
                                                            Optional.of(known),
                                                            changed,
                                                            judgement,
                                                            terms)),
                                            List.of(changed),
                                            Effect.CHANGED,
                                            judgement.findings()));
        };
    }

    private List<Change> rewritten(
            Registration request, VersionedRevision known, InitdataRevision changed)
            throws RvpsException {
        List<Change> changes = new ArrayList<>();
        changes.add(
                new Change.Put(
                        InitdataRegistry.NAMESPACE,
                        changed.id(),
                        RevisionCodec.encode(changed),
                        known.version()));
        changes.addAll(
                references.changes(
                        List.of(new RegistryReferences.Move(known.revision().window(), changed)),
                        _ -> request.document()));
        return changes;
    }

    private Step first(
            Registration request,
            Terms terms,
            RegistrySnapshot snapshot,
            DocumentIdentity identity,
            String name,
            Optional<StoredRecord> holder,
            Note note)
            throws RvpsException, ApiProblem {
        approvals.requireNew(terms.who(), request.activate());
        Optional<Step> refusal = refusal(request, terms, snapshot, name, note.at());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<InitdataRevision> before =
                snapshot.index().ofName(name).reversed().stream().findFirst();
        InitdataRevision revision =
                new InitdataRevision(
                        identity,
                        name,
                        before.map(InitdataRevision::number).orElse(0) + 1,
                        request.activate() ? RevisionState.ACTIVE : RevisionState.DRAFT,
                        request.lifetime(),
                        new TreeMap<>(request.labels()),
                        request.platforms(),
                        new TreeSet<>(),
                        note,
                        Optional.empty());
        RegistrationCandidate candidate =
                new RegistrationCandidate(
                        Operation.REGISTER,
                        request.document(),
                        revision,
                        before,
                        Optional.of(terms.by()),
                        terms.dryRun());
        return admission.judged(
                candidate,
                request.judgement(),
                terms,
                judgement -> {
                    InitdataRevision judged = revision.found(judgement.findings());
                    return new Step.Commit(
                            added(request, judged, holder),
                            List.of(
                                    RevisionAudit.entry(
                                            "register",
                                            Optional.empty(),
                                            judged,
                                            judgement,
                                            terms)),
                            List.of(judged),
                            Effect.CREATED,
                            judgement.findings());
                });
    }

    private Optional<Step> refusal(
            Registration request,
            Terms terms,
            RegistrySnapshot snapshot,
            String name,
            Instant now) {
        if (terms.version().isPresent()) {
            return Optional.of(
                    Step.refused(
                            Kind.STALE,
                            "initdata-changed",
                            "If-Match names a version, but this document is not registered"));
        }
        if (snapshot.index().size() >= maxDocuments) {
            return Optional.of(
                    Step.refused(
                            Kind.CONFLICT,
                            "initdata-too-many",
                            "the registry is full (initdata.max_documents)"));
        }
        if (request.name().isEmpty() && !snapshot.index().ofName(name).isEmpty()) {
            return Optional.of(
                    Step.refused(
                            Kind.CONFLICT,
                            "initdata-name-taken",
                            "another document without a name is called " + name + ": name it"));
        }
        return request.lifetime().notAfter().filter(end -> !now.isBefore(end)).isPresent()
                ? Optional.of(
                        Step.refused(
                                Kind.INVALID, "initdata-expired", "its notAfter is over already"))
                : Optional.empty();
    }

    private List<Change> added(
            Registration request, InitdataRevision revision, Optional<StoredRecord> holder)
            throws RvpsException {
        List<Change> changes = new ArrayList<>();
        changes.add(
                new Change.Put(
                        InitdataRegistry.NAMESPACE,
                        revision.id(),
                        RevisionCodec.encode(revision),
                        Change.ABSENT));
        changes.add(
                new Change.Put(
                        InitdataRegistry.DOCUMENTS,
                        revision.id(),
                        request.document().raw(),
                        Change.ABSENT));
        // Its version is what makes two revisions of one number impossible.
        changes.add(
                new Change.Put(
                        InitdataRegistry.NAMES,
                        revision.name(),
                        String.valueOf(revision.number()).getBytes(StandardCharsets.US_ASCII),
                        holder.map(StoredRecord::version).orElse(Change.ABSENT)));
        changes.addAll(
                references.changes(
                        List.of(new RegistryReferences.Move(Optional.empty(), revision)),
                        _ -> request.document()));
        return changes;
    }

    private static RegistrationCandidate candidate(
            Operation operation,
            Registration request,
            InitdataRevision revision,
            VersionedRevision known,
            Terms terms) {
        return new RegistrationCandidate(
                operation,
                request.document(),
                revision,
                Optional.of(known.revision()),
                Optional.of(terms.by()),
                terms.dryRun());
    }

    private static boolean differs(Registration request, InitdataRevision known) {
        Lifetime asked = request.lifetime();
        return (!request.labels().isEmpty() && !request.labels().equals(known.labels()))
                || (!request.platforms().isEmpty()
                        && !request.platforms().equals(known.platforms()))
                || (asked.notBefore().isPresent()
                        && !asked.notBefore().equals(known.lifetime().notBefore()))
                || (asked.notAfter().isPresent()
                        && !asked.notAfter().equals(known.lifetime().notAfter()));
    }
}
