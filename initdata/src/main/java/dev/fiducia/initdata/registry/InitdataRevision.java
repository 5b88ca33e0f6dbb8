package dev.fiducia.initdata.registry;

import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.lint.Platform;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One registered document: a numbered revision of a name.
///
/// @param number from 1; a name never gives a number twice
/// @param state as administrators set it; what counts is [#stateAt(Instant)]
/// @param platforms where it is meant to run; empty when that was left open
/// @param findings ids of the rules that had something to say when it was registered
/// @param registered by whom; the reason is why it was let in despite errors
/// @param changed the last change of state, if there was one
/// @param proposed who last asked that it count, or gave a draft other labels, where two have to
///   agree; empty once its state changed
public record InitdataRevision(
        DocumentIdentity document,
        String name,
        int number,
        RevisionState state,
        Lifetime lifetime,
        SortedMap<String, String> labels,
        Set<Platform> platforms,
        SortedSet<String> findings,
        Note registered,
        Optional<Note> changed,
        Optional<Note> proposed) {

    /// One that nobody proposed anything for.
    public InitdataRevision(
            DocumentIdentity document,
            String name,
            int number,
            RevisionState state,
            Lifetime lifetime,
            SortedMap<String, String> labels,
            Set<Platform> platforms,
            SortedSet<String> findings,
            Note registered,
            Optional<Note> changed) {
        this(
                document,
                name,
                number,
                state,
                lifetime,
                labels,
                platforms,
                findings,
                registered,
                changed,
                Optional.empty());
    }

    public InitdataRevision {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        platforms = Set.copyOf(platforms);
        findings = Collections.unmodifiableSortedSet(new TreeSet<>(findings));
    }

    /// Hexadecimal SHA-256 of the bytes.
    public String id() {
        return document.id();
    }

    /// The state that counts at an instant: time makes drafts of what has not begun, and expires
    /// what is over. A revoked one stays revoked.
    public RevisionState stateAt(Instant now) {
        return switch (state) {
            case REVOKED, EXPIRED -> state;
            case DRAFT -> lifetime.isOver(now) ? RevisionState.EXPIRED : state;
            case ACTIVE, SUPERSEDED -> {
                if (lifetime.isOver(now)
                        || (state == RevisionState.SUPERSEDED && !lifetime.isInGrace(now))) {
                    yield RevisionState.EXPIRED;
                }
                yield lifetime.hasBegun(now) ? state : RevisionState.DRAFT;
            }
        };
    }

    /// Whether the administrators stand for it at an instant: it is active, or superseded and in
    /// its grace.
    public boolean isInForceAt(Instant now) {
        RevisionState effective = stateAt(now);
        return effective == RevisionState.ACTIVE || effective == RevisionState.SUPERSEDED;
    }

    /// When it is in force, now or later, if nobody changes it; empty if never.
    public Optional<Window> window() {
        return switch (state) {
            case DRAFT, REVOKED, EXPIRED -> Optional.empty();
            case ACTIVE -> Window.of(lifetime.notBefore(), lifetime.notAfter(), Optional.empty());
            case SUPERSEDED ->
                    Window.of(
                            lifetime.notBefore(),
                            lifetime.notAfter(),
                            Optional.of(lifetime.graceUntil().orElse(Instant.EPOCH)));
        };
    }

    InitdataRevision in(RevisionState other, Lifetime newLifetime, Note change) {
        return with(
                number,
                other,
                newLifetime,
                labels,
                findings,
                Optional.of(change),
                Optional.empty());
    }

    /// The same, proposed to count.
    public InitdataRevision proposed(Note proposal) {
        return with(number, state, lifetime, labels, findings, changed, Optional.of(proposal));
    }

    /// The same with other labels. What was proposed with the old ones is proposed no longer; for a
    /// draft, the labels are what is proposed.
    public InitdataRevision labelled(SortedMap<String, String> others, Note note) {
        return with(
                number,
                state,
                lifetime,
                others,
                findings,
                changed,
                state == RevisionState.DRAFT ? Optional.of(note) : Optional.empty());
    }

    /// The same with the ids of what was found in it.
    public InitdataRevision found(List<Finding> found) {
        SortedSet<String> ids = new TreeSet<>();
        found.forEach(finding -> ids.add(finding.id()));
        return with(number, state, lifetime, labels, ids, changed, proposed);
    }

    /// The same under another number: what the registrations of the first format get when read.
    public InitdataRevision numbered(int other) {
        return with(other, state, lifetime, labels, findings, changed, proposed);
    }

    /// What never changes of a revision, with all that may.
    private InitdataRevision with(
            int newNumber,
            RevisionState newState,
            Lifetime newLifetime,
            SortedMap<String, String> newLabels,
            SortedSet<String> newFindings,
            Optional<Note> newChanged,
            Optional<Note> newProposed) {
        return new InitdataRevision(
                document,
                name,
                newNumber,
                newState,
                newLifetime,
                newLabels,
                platforms,
                newFindings,
                registered,
                newChanged,
                newProposed);
    }
}
