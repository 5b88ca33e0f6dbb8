package dev.fiducia.ha.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What verifying the log gave.
///
/// @param head the last change as the head record has it: keep it elsewhere
/// @param events how many were read, changes and decisions
/// @param chains where each chain of decisions ended
/// @param checkpoint the digest of the last checkpoint that the log of changes tells of
/// @param cut where the log begins
/// @param passed remembered ends of chains that lie before that: nothing shows any more whether the
///   log led through them
/// @param problems in the order in which they show, at most 100
public record AuditVerdict(
        AuditHead head,
        long events,
        SortedMap<String, AuditHead> chains,
        Optional<String> checkpoint,
        LogCut cut,
        List<Position> passed,
        List<AuditProblem> problems) {
    public AuditVerdict {
        chains = Collections.unmodifiableSortedMap(new TreeMap<>(chains));
        passed = List.copyOf(passed);
        problems = List.copyOf(problems);
    }

    /// An event of a chain.
    public record Position(String chain, AuditHead head) {}

    /// The same with further problems.
    public AuditVerdict with(List<AuditProblem> more) {
        List<AuditProblem> all = new ArrayList<>(problems);
        all.addAll(more);
        return new AuditVerdict(head, events, chains, checkpoint, cut, passed, all);
    }

    public boolean isIntact() {
        return problems.isEmpty();
    }
}
