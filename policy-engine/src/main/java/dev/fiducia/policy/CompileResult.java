package dev.fiducia.policy;

import java.util.List;
import java.util.Optional;

/// A usable policy with its warnings, or the errors that prevent one.
///
/// @param differences each place where OPA, Trustee's engine and the Kata agent's would decide
///   differently, as warnings with a code that begins with `profile_`; those that concern the
///   profile compiled for are among the diagnostics too
public record CompileResult(
        Optional<PolicySet> policy, List<Diagnostic> diagnostics, List<Diagnostic> differences) {
    public CompileResult {
        diagnostics = List.copyOf(diagnostics);
        differences = List.copyOf(differences);
    }

    public CompileResult(Optional<PolicySet> policy, List<Diagnostic> diagnostics) {
        this(policy, diagnostics, List.of());
    }

    /// The diagnostics that stopped compilation; empty when there is a policy.
    public List<Diagnostic> errors() {
        return diagnostics.stream().filter(d -> d.severity() == Severity.ERROR).toList();
    }
}
