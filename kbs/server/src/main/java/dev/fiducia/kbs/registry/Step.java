package dev.fiducia.kbs.registry;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.store.Change;
import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.kbs.registry.RegistryOutcome.Effect;
import dev.fiducia.kbs.registry.RegistryOutcome.Kind;
import dev.fiducia.kbs.registry.RegistryOutcome.Refused;

import java.util.List;

/// What one look at the store leads to.
sealed interface Step {

    /// There is nothing to commit.
    record Stop(RegistryOutcome outcome) implements Step {}

    /// These changes, conditional on all that was looked at, in one commit.
    ///
    /// @param told what the audit log is to say about them
    /// @param revisions what they make of the revisions asked for
    record Commit(
            List<Change> changes,
            List<AuditEntry> told,
            List<InitdataRevision> revisions,
            Effect effect,
            List<Finding> findings)
            implements Step {
        public Commit {
            changes = List.copyOf(changes);
            told = List.copyOf(told);
            revisions = List.copyOf(revisions);
            findings = List.copyOf(findings);
        }
    }

    static Step refused(Kind kind, String code, String message) {
        return new Stop(Refused.of(kind, code, message));
    }
}
