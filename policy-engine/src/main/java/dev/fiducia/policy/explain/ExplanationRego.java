package dev.fiducia.policy.explain;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.List;
import java.util.function.Function;

/// An explanation as a value.
final class ExplanationRego {
    private ExplanationRego() {}

    static RegoObject of(Explanation explanation) {
        RegoObject.Builder out =
                RegoObject.builder()
                        .put("clauses", list(explanation.clauses(), ExplanationRego::clause))
                        .put("truncated", RegoBoolean.of(explanation.truncated()));
        put(out, "error", explanation.error());
        return out.build();
    }

    private static RegoObject clause(ClauseTrace clause) {
        RegoObject.Builder out =
                RegoObject.builder()
                        .put("rule", RegoString.of(clause.rule()))
                        .put("at", at(clause.at()))
                        .put("held", RegoBoolean.of(clause.held()))
                        .put("expressions", list(clause.literals(), ExplanationRego::literal));
        put(out, "value", clause.value());
        put(out, "error", clause.error());
        if (!clause.arguments().isEmpty()) {
            out.put("arguments", list(clause.arguments(), ExplanationRego::value));
        }
        return out.build();
    }

    private static RegoObject literal(LiteralTrace literal) {
        RegoObject.Builder out =
                RegoObject.builder()
                        .put("text", RegoString.of(literal.text()))
                        .put("at", at(literal.at()))
                        .put("held", RegoNumber.of(literal.timesHeld()))
                        .put("failed", RegoNumber.of(literal.timesFailed()));
        put(out, "reason", literal.reason());
        if (!literal.values().isEmpty()) {
            out.put("values", list(literal.values(), ExplanationRego::value));
        }
        if (!literal.clauses().isEmpty()) {
            out.put("clauses", list(literal.clauses(), ExplanationRego::clause));
        }
        if (!literal.inner().isEmpty()) {
            out.put("inner", list(literal.inner(), ExplanationRego::literal));
        }
        return out.build();
    }

    private static RegoObject value(ShownValue value) {
        return RegoObject.builder()
                .put("term", RegoString.of(value.term()))
                .put("value", RegoString.of(value.value()))
                .build();
    }

    private static RegoObject at(Position at) {
        return RegoObject.builder()
                .put("path", RegoString.of(at.path()))
                .put("line", RegoNumber.of(at.line()))
                .put("column", RegoNumber.of(at.column()))
                .build();
    }

    private static void put(RegoObject.Builder out, String key, String text) {
        if (!text.isEmpty()) {
            out.put(key, RegoString.of(text));
        }
    }

    private static <T> RegoValue list(List<T> items, Function<T, RegoObject> each) {
        RegoArray.Builder array = RegoArray.builder();
        items.forEach(item -> array.add(each.apply(item)));
        return array.build();
    }
}
