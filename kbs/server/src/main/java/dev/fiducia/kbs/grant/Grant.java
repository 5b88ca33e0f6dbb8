package dev.fiducia.kbs.grant;

import dev.fiducia.attestation.Tee;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// One name's leave to read resources.
///
/// @param id made of name, pattern and TEEs: the same grant is never there twice
/// @param name the registered initdata whose guests may read
/// @param tees the TEEs that those guests have to run in; empty for any
/// @param granted who granted it, when, and why
/// @param revoked who revoked it, when, and why
record Grant(
        String id,
        String name,
        ResourcePattern resource,
        Set<Tee> tees,
        Note granted,
        Optional<Note> revoked) {
    Grant {
        tees = tees.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(tees));
    }

    /// Who did something, when, and why if they said so.
    record Note(Instant at, String by, Optional<String> reason) {}

    boolean isLive() {
        return revoked.isEmpty();
    }

    /// Whether it is live and for guests in this TEE.
    boolean opensFor(Optional<Tee> tee) {
        return isLive() && (tees.isEmpty() || tee.filter(tees::contains).isPresent());
    }

    Grant revoked(Note note) {
        return new Grant(id, name, resource, tees, granted, Optional.of(note));
    }
}
