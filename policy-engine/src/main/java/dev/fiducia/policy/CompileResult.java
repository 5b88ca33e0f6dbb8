package dev.fiducia.policy;

import java.util.List;
import java.util.Optional;

/// A usable policy with its warnings, or the errors that prevent one.
public record CompileResult(Optional<PolicySet> policy, List<Diagnostic> diagnostics) {
    public CompileResult {
        diagnostics = List.copyOf(diagnostics);
    }

    /// The diagnostics that stopped compilation; empty when there is a policy.
    public List<Diagnostic> errors() {
        return diagnostics.stream().filter(d -> d.severity() == Severity.ERROR).toList();
    }
}
