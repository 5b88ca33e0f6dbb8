package dev.fiducia.policy.compile;

import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.Severity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects what is wrong; the same finding counts once.
final class Diagnostics {
    private static final int MOST_ERRORS = 10;

    private static final Comparator<Diagnostic> BY_PLACE =
            Comparator.<Diagnostic, String>comparing(d -> d.at().path())
                    .thenComparingInt(d -> d.at().line())
                    .thenComparingInt(d -> d.at().column());

    private final Set<Diagnostic> found = new LinkedHashSet<>();
    private int errors;

    void compile(String message, Position at) {
        add(Diagnostic.error("rego_compile_error", message, at));
    }

    void type(String message, Position at) {
        add(Diagnostic.error("rego_type_error", message, at));
    }

    void unsafe(String message, Position at) {
        add(Diagnostic.error("rego_unsafe_var_error", message, at));
    }

    void recursion(String message, Position at) {
        add(Diagnostic.error("rego_recursion_error", message, at));
    }

    /// What cannot be by its types, where no engine refuses it.
    void unchecked(String message, Position at) {
        add(Diagnostic.warning("rego_type_error", message, at));
    }

    void addAll(List<Diagnostic> diagnostics) {
        diagnostics.forEach(this::add);
    }

    boolean hasErrors() {
        return errors > 0;
    }

    int errors() {
        return errors;
    }

    private void add(Diagnostic diagnostic) {
        if (found.add(diagnostic) && diagnostic.severity() == Severity.ERROR) {
            errors++;
        }
    }

    /// All findings by place; after so many errors, only that there are more.
    List<Diagnostic> all() {
        List<Diagnostic> sorted = new ArrayList<>(found);
        sorted.sort(BY_PLACE);
        List<Diagnostic> kept = new ArrayList<>();
        int shown = 0;
        for (Diagnostic one : sorted) {
            if (one.severity() != Severity.ERROR || shown++ < MOST_ERRORS) {
                kept.add(one);
            } else {
                kept.add(Diagnostic.error("rego_compile_error", "error limit reached", one.at()));
                break;
            }
        }
        return List.copyOf(kept);
    }
}
