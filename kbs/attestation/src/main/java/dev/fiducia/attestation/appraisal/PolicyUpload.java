package dev.fiducia.attestation.appraisal;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.policy.Diagnostic;

import java.util.List;

/// What became of a policy that someone set.
public sealed interface PolicyUpload {
    /// It is stored and in force; the warnings are for whoever wrote it.
    record Stored(List<Diagnostic> warnings) implements PolicyUpload {
        public Stored {
            warnings = List.copyOf(warnings);
        }
    }

    /// It is not stored: the id or the text is not usable.
    record Rejected(Refusal refusal) implements PolicyUpload {}
}
