package dev.fiducia.ha.audit;

import java.time.Instant;
import java.util.Optional;

/// Which events to show; empty for all.
///
/// @param target what they are about: their target, or the name among their details
public record AuditFilter(
        Optional<String> target, Optional<String> actor, Optional<Instant> since) {

    boolean takes(AuditEvent event) {
        return target.filter(wanted -> !isAbout(event, wanted)).isEmpty()
                && actor.filter(wanted -> !wanted.equals(event.entry().actor())).isEmpty()
                && since.filter(event.time()::isBefore).isEmpty();
    }

    private static boolean isAbout(AuditEvent event, String wanted) {
        return wanted.equals(event.entry().target())
                || wanted.equals(event.entry().details().get("name"));
    }
}
