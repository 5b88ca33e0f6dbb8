package dev.fiducia.kbs.audit;

import dev.fiducia.ha.audit.AuditHead;
import dev.fiducia.ha.audit.AuditVerdict;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/// Whether the log extends what somebody kept of it.
enum Extension {
    /// All chains lead through what was kept.
    YES,
    /// The log is not intact.
    NO,
    /// Events where what was kept ends were removed: it can't be shown any more, nor denied.
    REMOVED;

    static Extension of(AuditVerdict verdict, List<SortedMap<String, AuditHead>> kept) {
        if (!verdict.isIntact()) {
            return NO;
        }
        return passed(verdict, kept).isEmpty() ? YES : REMOVED;
    }

    /// The ends of chains among those that were kept of which the events were removed.
    static List<AuditVerdict.Position> passed(
            AuditVerdict verdict, List<SortedMap<String, AuditHead>> kept) {
        return verdict.passed().stream()
                .filter(each ->
                        kept.stream()
                                .anyMatch(heads -> each.head().equals(heads.get(each.chain()))))
                .toList();
    }

    /// The stable name, such as `yes`.
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
