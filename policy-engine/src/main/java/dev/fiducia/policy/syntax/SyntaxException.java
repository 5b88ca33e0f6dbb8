package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Diagnostic;

/// Carries one diagnostic out of the parser's recursion; never leaves this package.
final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Diagnostic diagnostic;

    SyntaxException(Diagnostic diagnostic) {
        super(diagnostic.message(), null, false, false);
        this.diagnostic = diagnostic;
    }

    Diagnostic diagnostic() {
        return diagnostic;
    }
}
