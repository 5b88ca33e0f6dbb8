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
        Optional<Note> changed) {

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
        return new InitdataRevision(
                document,
                name,
                number,
                other,
                newLifetime,
                labels,
                platforms,
                findings,
                registered,
                Optional.of(change));
    }

    /// The same with the ids of what was found in it.
    public InitdataRevision found(List<Finding> found) {
        SortedSet<String> ids = new TreeSet<>();
        found.forEach(finding -> ids.add(finding.id()));
        return new InitdataRevision(
                document,
                name,
                number,
                state,
                lifetime,
                labels,
                platforms,
                ids,
                registered,
                changed);
    }

    /// The same under another number: what the registrations of the first format get when read.
    public InitdataRevision numbered(int other) {
        return new InitdataRevision(
                document,
                name,
                other,
                state,
                lifetime,
                labels,
                platforms,
                findings,
                registered,
                changed);
    }
}
