package dev.fiducia.policy.explain;

import dev.fiducia.policy.Position;

import java.util.List;

/// What became of one expression.
///
/// @param text its source
/// @param timesHeld in how many tries it held
/// @param timesFailed in how many it did not
/// @param reason why it did not, in the first of these; empty if there is none
/// @param values the values of its terms then
/// @param clauses the rules and functions that it called
/// @param inner expressions inside of it, of comprehensions and of `every`
public record LiteralTrace(
        String text,
        Position at,
        int timesHeld,
        int timesFailed,
        String reason,
        List<ShownValue> values,
        List<ClauseTrace> clauses,
        List<LiteralTrace> inner) {
    public LiteralTrace {
        values = List.copyOf(values);
        clauses = List.copyOf(clauses);
        inner = List.copyOf(inner);
    }

    public boolean held() {
        return timesHeld > 0;
    }
}
