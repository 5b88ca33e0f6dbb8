package dev.fiducia.policy.explain;

import java.util.List;

/// An explanation for people: an indented line for each clause and expression, failures with their
/// reason.
final class ExplanationText {
    private final StringBuilder out = new StringBuilder();

    private ExplanationText() {}

    static String of(Explanation explanation) {
        ExplanationText text = new ExplanationText();
        text.clauses(explanation.clauses(), 0);
        if (explanation.clauses().size() > 1 && !explanation.result().isTrue()) {
            explanation.nearest().ifPresent(text::nearest);
        }
        if (!explanation.error().isEmpty()) {
            text.out.append("failed: ").append(explanation.error()).append('\n');
        }
        if (explanation.truncated()) {
            text.out.append("(more was tried than is recorded)\n");
        }
        return text.out.toString();
    }

    private void nearest(ClauseTrace clause) {
        out.append("nearest: the clause at ").append(clause.at());
        clause.failedAt()
                .ifPresent(literal ->
                        out.append(", which failed at `")
                                .append(literal.text())
                                .append("`: ")
                                .append(literal.reason()));
        out.append('\n');
    }

    private void clauses(List<ClauseTrace> clauses, int depth) {
        for (ClauseTrace clause : clauses) {
            line(depth, clause.held() ? "+ " : "- ");
            out.append(clause.rule().isEmpty() ? "query" : clause.rule());
            if (!clause.arguments().isEmpty()) {
                out.append(values(clause.arguments()));
            }
            out.append(clause.value().isEmpty() ? "" : " is " + clause.value());
            out.append(clause.error().isEmpty() ? "" : " failed: " + clause.error());
            out.append("  [").append(clause.at()).append("]\n");
            literals(clause.literals(), depth + 1);
        }
    }

    private void literals(List<LiteralTrace> literals, int depth) {
        for (LiteralTrace literal : literals) {
            line(depth, literal.held() ? "+ " : "- ");
            out.append(literal.text());
            if (literal.timesHeld() + literal.timesFailed() > 1) {
                out.append("  (held ")
                        .append(literal.timesHeld())
                        .append(", failed ")
                        .append(literal.timesFailed())
                        .append(')');
            }
            out.append("  [").append(literal.at()).append("]\n");
            if (!literal.reason().isEmpty() && !literal.held()) {
                line(depth + 2, literal.reason());
                out.append('\n');
            }
            literals(literal.inner(), depth + 1);
            clauses(literal.clauses(), depth + 1);
        }
    }

    private static String values(List<ShownValue> values) {
        return "("
                + String.join(", ", values.stream().map(v -> v.term() + ": " + v.value()).toList())
                + ")";
    }

    private void line(int depth, String start) {
        out.append("  ".repeat(depth)).append(start);
    }
}
