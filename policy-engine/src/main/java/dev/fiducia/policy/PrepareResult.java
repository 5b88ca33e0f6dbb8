package dev.fiducia.policy;

import java.util.List;
import java.util.Optional;

/// A query ready to be evaluated, or what is wrong with its text.
public record PrepareResult(Optional<PreparedQuery> query, List<Diagnostic> diagnostics) {
    public PrepareResult {
        diagnostics = List.copyOf(diagnostics);
    }
}
