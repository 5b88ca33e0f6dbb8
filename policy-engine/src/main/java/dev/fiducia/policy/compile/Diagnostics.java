package dev.fiducia.policy.compile;

import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.Severity;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects what is wrong; the same finding counts once.
final class Diagnostics {
    private final Set<Diagnostic> found = new LinkedHashSet<>();

    void compile(String message, Position at) {
        found.add(Diagnostic.error("rego_compile_error", message, at));
    }

    void type(String message, Position at) {
        found.add(Diagnostic.error("rego_type_error", message, at));
    }

    void unsafe(String message, Position at) {
        found.add(Diagnostic.error("rego_unsafe_var_error", message, at));
    }

    void recursion(String message, Position at) {
        found.add(Diagnostic.error("rego_recursion_error", message, at));
    }

    void warn(String message, Position at) {
        found.add(Diagnostic.warning("rego_profile_warning", message, at));
    }

    void addAll(List<Diagnostic> diagnostics) {
        found.addAll(diagnostics);
    }

    boolean hasErrors() {
        return found.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }

    List<Diagnostic> all() {
        return List.copyOf(found);
    }
}
