package dev.fiducia.ha.audit;

import java.util.List;
import java.util.OptionalLong;

/// Part of the log, oldest first.
///
/// @param next what to ask for next; empty when there is no more
public record AuditPage(List<AuditEvent> events, OptionalLong next) {
    public AuditPage {
        events = List.copyOf(events);
    }
}
