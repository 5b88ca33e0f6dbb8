package dev.fiducia.ha.audit;

import java.util.List;
import java.util.Optional;

/// Part of the log, oldest first.
///
/// @param next what to ask for next; empty when there is no more
public record AuditPage(List<AuditEvent> events, Optional<AuditCursor> next) {
    public AuditPage {
        events = List.copyOf(events);
    }
}
