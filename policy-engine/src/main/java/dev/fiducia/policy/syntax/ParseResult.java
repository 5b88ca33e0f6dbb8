package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Diagnostic;

import java.util.List;
import java.util.Optional;

/// A module, or the errors that prevent one.
public record ParseResult(Optional<Module> module, List<Diagnostic> diagnostics) {
    public ParseResult {
        diagnostics = List.copyOf(diagnostics);
    }
}
