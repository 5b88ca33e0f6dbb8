package dev.fiducia.ha.audit;

import java.util.List;

/// What verifying the chain gave.
///
/// @param head the last event as the head record has it: keep it elsewhere
/// @param events how many were read
/// @param problems in the order in which they show, at most 100
public record AuditVerdict(AuditHead head, long events, List<AuditProblem> problems) {
    public AuditVerdict {
        problems = List.copyOf(problems);
    }

    public boolean isIntact() {
        return problems.isEmpty();
    }
}
