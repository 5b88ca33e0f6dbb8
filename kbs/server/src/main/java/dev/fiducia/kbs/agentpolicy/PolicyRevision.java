package dev.fiducia.kbs.agentpolicy;

import dev.fiducia.initdata.agentpolicy.RegisteredPolicy;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// One revision of a named agent policy.
///
/// @param policy the text with its name and number; its id is `sha256:` and the text's digest
/// @param created who handed it in, when, and why
/// @param changed who approved or revoked it last
/// @param proposed who asked that a revoked one be approved again, where two have to agree
record PolicyRevision(
        RegisteredPolicy policy,
        State state,
        Note created,
        Optional<Note> changed,
        Optional<Note> proposed) {

    /// Whether the administrators stand for it.
    enum State {
        DRAFT,
        APPROVED,
        REVOKED;

        /// `draft`, `approved` or `revoked`.
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Who did something, when, and why if they said so.
    record Note(Instant at, String by, Optional<String> reason) {}

    String id() {
        return policy.id();
    }

    boolean isApproved() {
        return state == State.APPROVED;
    }

    PolicyRevision in(State next, Note note) {
        return new PolicyRevision(policy, next, created, Optional.of(note), Optional.empty());
    }

    PolicyRevision proposed(Note note) {
        return new PolicyRevision(policy, state, created, changed, Optional.of(note));
    }
}
