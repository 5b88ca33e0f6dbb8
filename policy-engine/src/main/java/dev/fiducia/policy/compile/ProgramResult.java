package dev.fiducia.policy.compile;

import dev.fiducia.policy.Diagnostic;

import java.util.List;
import java.util.Optional;

/// A program with warnings, or the errors that prevent one.
public record ProgramResult(
        Optional<Program> program, List<Diagnostic> diagnostics, List<Diagnostic> differences) {
    public ProgramResult {
        diagnostics = List.copyOf(diagnostics);
        differences = List.copyOf(differences);
    }
}
