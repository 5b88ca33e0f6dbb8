package dev.fiducia.kbs.registry;

import dev.fiducia.ha.store.Change;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.registry.InitdataRevision;
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

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Changes the states of revisions: of all that are selected, or of none.
final class TransitionPlan {
    private final RegistryReader reader;
    private final RegistryReferences references;
    private final Admission admission;
    private final Approvals approvals;
    private final Function<InitdataRevision, InitdataDocument> documents;

    TransitionPlan(
            RegistryReader reader,
            RegistryReferences references,
            Admission admission,
            Approvals approvals,
            Function<InitdataRevision, InitdataDocument> documents) {
        this.reader = reader;
        this.references = references;
        this.admission = admission;
        this.approvals = approvals;
        this.documents = documents;
    }

    Step plan(
            Selection selection,
            Transition transition,
            Judgement judgement,
            Terms terms,
            Instant now)
            throws RvpsException, ApiProblem {
        RegistrySnapshot snapshot = reader.current();
        List<VersionedRevision> selected =
                selection.in(snapshot.index()).stream().map(snapshot::versioned).toList();
        if (selected.isEmpty()) {
            return Step.refused(
                    Kind.UNKNOWN,
                    "initdata-unknown",
                    "no initdata of this digest or name is registered");
        }
        Note note = new Note(now, terms.by(), terms.reason());
        List<Moved> moves = new ArrayList<>();
        for (VersionedRevision known : selected) {
            if (terms.version().isPresent() && terms.version().get() != known.version()) {
                return Stale.step(known);
            }
            switch (transition.of(known.revision(), note)) {
                case Transition.Result.Refused(String code, String message) -> {
                    return Step.refused(Kind.CONFLICT, code, message);
                }
                case Transition.Result.Unchanged _ -> {}
                case Transition.Result.Changed(InitdataRevision changed) ->
                        moves.add(new Moved(known, changed));
            }
        }
        if (moves.isEmpty()) {
            return new Step.Stop(new Done(selected, Effect.UNCHANGED, List.of()));
        }
        return transition instanceof Transition.Activate
                ? activated(moves, judgement, terms, note)
                : commit(transition.wireName(), moves, judgement, terms);
    }

    /// By one person, or by a second one after the first made or proposed it.
    private Step activated(List<Moved> moves, Judgement judgement, Terms terms, Note note)
            throws RvpsException, ApiProblem {
        Moved moved = moves.getFirst();
        InitdataRevision before = moved.before().revision();
        Approvals.Verdict verdict =
                approvals.judge(
                        terms.who(),
                        before.registered().by(),
                        before.proposed().map(Note::by),
                        before.state() == RevisionState.DRAFT);
        if (verdict == Approvals.Verdict.PROPOSED) {
            return commit(
                    "propose",
                    List.of(new Moved(moved.before(), before.proposed(note))),
                    judgement,
                    terms);
        }
        RegistrationCandidate candidate =
                new RegistrationCandidate(
                        Operation.ACTIVATE,
                        documents.apply(moved.after()),
                        moved.after(),
                        Optional.of(before),
                        Optional.of(terms.by()),
                        terms.dryRun());
        return admission.judged(
                candidate,
                judgement,
                terms,
                judged ->
                        commit(
                                before.state() == RevisionState.REVOKED ? "reinstate" : "activate",
                                moves,
                                judged,
                                terms));
    }

    private Step commit(String action, List<Moved> moves, Judgement judgement, Terms terms)
            throws RvpsException {
        List<Change> changes = new ArrayList<>();
        for (Moved moved : moves) {
            changes.add(
                    new Change.Put(
                            InitdataRegistry.NAMESPACE,
                            moved.after().id(),
                            RevisionCodec.encode(moved.after()),
                            moved.before().version()));
        }
        changes.addAll(
                references.changes(
                        moves.stream()
                                .map(moved ->
                                        new RegistryReferences.Move(
                                                moved.before().revision().window(), moved.after()))
                                .toList(),
                        documents));
        return new Step.Commit(
                changes,
                moves.stream()
                        .map(moved ->
                                RevisionAudit.entry(
                                        action,
                                        Optional.of(moved.before()),
                                        moved.after(),
                                        judgement,
                                        terms))
                        .toList(),
                moves.stream().map(Moved::after).toList(),
                Effect.CHANGED,
                judgement.findings());
    }

    private record Moved(VersionedRevision before, InitdataRevision after) {}
}
