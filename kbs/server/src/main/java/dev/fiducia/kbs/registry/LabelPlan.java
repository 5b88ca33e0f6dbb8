package dev.fiducia.kbs.registry;

import dev.fiducia.ha.store.Change;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.Note;
import dev.fiducia.initdata.registry.RegistrationCandidate;
import dev.fiducia.initdata.registry.RegistrationCandidate.Operation;
import dev.fiducia.initdata.registry.RevisionState;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Approvals;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.registry.RegistryOutcome.Done;
import dev.fiducia.kbs.registry.RegistryOutcome.Effect;
import dev.fiducia.rvps.RvpsException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/// Gives a revision other labels. Policies see labels and rules judge by them, so that the rules
/// are asked again; and where two persons stand for what counts, labels of what may count are not
/// for one to change.
final class LabelPlan {
    private final RegistryReader reader;
    private final Admission admission;
    private final Approvals approvals;
    private final Function<InitdataRevision, InitdataDocument> documents;

    LabelPlan(
            RegistryReader reader,
            Admission admission,
            Approvals approvals,
            Function<InitdataRevision, InitdataDocument> documents) {
        this.reader = reader;
        this.admission = admission;
        this.approvals = approvals;
        this.documents = documents;
    }

    Step plan(
            Selection selection,
            SortedMap<String, String> wanted,
            Judgement judgement,
            Terms terms,
            Instant now)
            throws RvpsException, ApiProblem {
        RegistrySnapshot snapshot = reader.current();
        Optional<VersionedRevision> selected =
                selection.in(snapshot.index()).stream().findFirst().map(snapshot::versioned);
        if (selected.isEmpty()) {
            throw RegistryAnswers.unknown();
        }
        VersionedRevision known = selected.get();
        InitdataRevision before = known.revision();
        if (terms.version().isPresent() && terms.version().get() != known.version()) {
            return Stale.step(known);
        }
        if (before.labels().equals(wanted)) {
            return new Step.Stop(new Done(List.of(known), Effect.UNCHANGED, List.of()));
        }
        requireOnePerson(before, terms);
        InitdataRevision after = before.labelled(wanted, new Note(now, terms.by(), terms.reason()));
        return admission.judged(
                new RegistrationCandidate(
                        before.state() == RevisionState.DRAFT
                                ? Operation.REGISTER
                                : Operation.ACTIVATE,
                        documents.apply(after),
                        after,
                        Optional.of(before),
                        Optional.of(terms.by()),
                        terms.dryRun()),
                judgement,
                terms,
                judged ->
                        new Step.Commit(
                                List.of(
                                        new Change.Put(
                                                InitdataRegistry.NAMESPACE,
                                                after.id(),
                                                RevisionCodec.encode(after),
                                                known.version())),
                                List.of(RevisionAudit.relabelled(known, after, judged, terms)),
                                List.of(after),
                                Effect.CHANGED,
                                judged.findings()));
    }

    private void requireOnePerson(InitdataRevision revision, Terms terms) throws ApiProblem {
        approvals.requireNew(terms.who(), false);
        boolean mayCount =
                revision.state() == RevisionState.ACTIVE
                        || revision.state() == RevisionState.SUPERSEDED;
        if (mayCount && !approvals.isOnePersonEnough()) {
            throw ApiProblem.forbidden(
                    "approval-needed",
                    "policies see the labels of what counts, and two persons stand for it"
                            + " (initdata.approval): label drafts only");
        }
    }
}
