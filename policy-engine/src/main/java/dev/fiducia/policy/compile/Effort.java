package dev.fiducia.policy.compile;

import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.Position;

import java.util.List;

/// What a compilation may spend on ordering literals, which text can be written to make quadratic.
final class Effort {
    private static final long MOST = 20_000_000;

    private final Diagnostics diagnostics;
    private long left = MOST;

    Effort(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    boolean isSpent() {
        return left < 0;
    }

    /// False, after a diagnostic, when all is spent.
    boolean spend(long units, Position at) {
        left -= units;
        if (left >= 0) {
            return true;
        }
        diagnostics.addAll(
                List.of(
                        Diagnostic.error(
                                "rego_limit_error",
                                "bodies are too large to be put in order",
                                at)));
        return false;
    }
}
