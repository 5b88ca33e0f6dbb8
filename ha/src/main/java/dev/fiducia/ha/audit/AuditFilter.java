package dev.fiducia.ha.audit;

import java.time.Instant;
import java.util.Optional;

/// Which events to show; empty for all.
///
/// @param kind an action, such as `resource.deny`, or its first word, such as `resource`
/// @param outcome what a decision came to, such as `denied`; changes have none
/// @param target what they are about: their target, or the name among their details
/// @param actor who did it, or asked for it
/// @param since not before
/// @param until before
public record AuditFilter(
        Optional<String> kind,
        Optional<String> outcome,
        Optional<String> target,
        Optional<String> actor,
        Optional<Instant> since,
        Optional<Instant> until) {

    /// All events.
    public static final AuditFilter ALL =
            new AuditFilter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    boolean takes(AuditEvent event) {
        return kind.filter(wanted -> !isOfKind(event, wanted)).isEmpty()
                && outcome.filter(wanted -> !wanted.equals(event.entry().details().get("outcome")))
                        .isEmpty()
                && target.filter(wanted -> !isAbout(event, wanted)).isEmpty()
                && actor.filter(wanted -> !wanted.equals(event.entry().actor())).isEmpty()
                && since.filter(event.time()::isBefore).isEmpty()
                && until.filter(end -> !event.time().isBefore(end)).isEmpty();
    }

    private static boolean isOfKind(AuditEvent event, String wanted) {
        String action = event.entry().action();
        return action.equals(wanted) || action.startsWith(wanted + ".");
    }

    private static boolean isAbout(AuditEvent event, String wanted) {
        return wanted.equals(event.entry().target())
                || wanted.equals(event.entry().details().get("name"));
    }
}
