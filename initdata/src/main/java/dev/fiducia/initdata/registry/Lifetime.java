package dev.fiducia.initdata.registry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// When a revision can count, in whole seconds. The beginning belongs to it, the ends do not.
///
/// @param graceUntil the end that superseding it set
public record Lifetime(
        Optional<Instant> notBefore, Optional<Instant> notAfter, Optional<Instant> graceUntil) {

    /// Without beginning or end.
    public static final Lifetime UNLIMITED =
            new Lifetime(Optional.empty(), Optional.empty(), Optional.empty());

    public Lifetime {
        notBefore = notBefore.map(at -> at.truncatedTo(ChronoUnit.SECONDS));
        notAfter = notAfter.map(at -> at.truncatedTo(ChronoUnit.SECONDS));
        graceUntil = graceUntil.map(at -> at.truncatedTo(ChronoUnit.SECONDS));
        if (notBefore.isPresent()
                && notAfter.isPresent()
                && !notBefore.get().isBefore(notAfter.get())) {
            throw new IllegalArgumentException("notBefore must lie before notAfter");
        }
    }

    boolean hasBegun(Instant now) {
        return notBefore.isEmpty() || !now.isBefore(notBefore.get());
    }

    boolean isOver(Instant now) {
        return notAfter.isPresent() && !now.isBefore(notAfter.get());
    }

    boolean isInGrace(Instant now) {
        return graceUntil.isPresent() && now.isBefore(graceUntil.get());
    }

    Lifetime withGrace(Optional<Instant> until) {
        return new Lifetime(notBefore, notAfter, until);
    }
}
