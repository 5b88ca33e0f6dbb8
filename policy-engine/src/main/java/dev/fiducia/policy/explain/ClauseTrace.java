package dev.fiducia.policy.explain;

import dev.fiducia.policy.Position;

import java.util.List;
import java.util.Optional;

/// One try of a clause of a rule or function, or of a query.
///
/// @param rule the rule's path; empty for a query
/// @param held whether all its expressions held together
/// @param value what it gave, shown; empty where it gave none of its own
/// @param arguments the arguments of a function
/// @param error what ended the evaluation here; empty for nothing
/// @param literals its expressions, in the order in which they were first tried
public record ClauseTrace(
        String rule,
        Position at,
        boolean held,
        String value,
        List<ShownValue> arguments,
        String error,
        List<LiteralTrace> literals) {
    public ClauseTrace {
        arguments = List.copyOf(arguments);
        literals = List.copyOf(literals);
    }

    /// The expression that it failed at: the one that it came farthest to.
    public Optional<LiteralTrace> failedAt() {
        return held || literals.isEmpty() ? Optional.empty() : Optional.of(literals.getLast());
    }

    /// How many expressions held before that.
    public int progress() {
        return (int) literals.stream().filter(LiteralTrace::held).count();
    }
}
