package dev.fiducia.policy.explain;

import dev.fiducia.policy.eval.Observation;
import dev.fiducia.policy.eval.TraceNode;
import dev.fiducia.policy.eval.TraceSite;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoValue;

import java.util.ArrayList;
import java.util.List;

/// Turns what was recorded into what is shown.
final class Wording {
    private final Masking masking;
    private final Reasons reasons;

    Wording(Masking masking) {
        this.masking = masking;
        this.reasons = new Reasons(masking);
    }

    List<ClauseTrace> clauses(List<TraceNode> nodes) {
        List<ClauseTrace> clauses = new ArrayList<>();
        for (TraceNode node : nodes) {
            if (node.site() instanceof TraceSite.OfClause site) {
                clauses.add(clause(site, node));
            }
        }
        return clauses;
    }

    private List<LiteralTrace> literals(List<TraceNode> nodes) {
        List<LiteralTrace> literals = new ArrayList<>();
        for (TraceNode node : nodes) {
            if (node.site() instanceof TraceSite.OfLiteral site) {
                literals.add(literal(site, node));
            }
        }
        return literals;
    }

    private ClauseTrace clause(TraceSite.OfClause site, TraceNode node) {
        RegoValue value = node.value();
        return new ClauseTrace(
                site.rule(),
                site.at(),
                node.held() > 0,
                value == null ? "" : masking.show(site.rule(), value),
                values(node.observations()),
                error(node),
                literals(node.children().stream().filter(c -> !isUnwritten(c, site)).toList()));
    }

    /// A rule without a body has one that is always true, which nobody wrote.
    private static boolean isUnwritten(TraceNode node, TraceSite.OfClause clause) {
        return node.site() instanceof TraceSite.OfLiteral literal
                && literal.at().equals(clause.at())
                && literal.operation().isEmpty()
                && literal.operands().size() == 1
                && literal.operands().getFirst().constant() == RegoBoolean.TRUE;
    }

    private LiteralTrace literal(TraceSite.OfLiteral site, TraceNode node) {
        boolean failed = node.failed() > 0;
        String reason = failed ? reasons.of(site, node.observations()) : "";
        return new LiteralTrace(
                site.text(),
                site.at(),
                node.held(),
                node.failed(),
                node.error() == null ? reason : error(node),
                failed ? values(node.observations()) : List.of(),
                clauses(node.children()),
                literals(node.children()));
    }

    private String error(TraceNode node) {
        return node.error() == null
                ? ""
                : node.error().code() + ": " + masking.message(node.error().message());
    }

    private List<ShownValue> values(List<Observation> observations) {
        List<ShownValue> values = new ArrayList<>();
        for (Observation observation : observations) {
            RegoValue value = observation.value();
            values.add(
                    new ShownValue(
                            observation.label(),
                            value == null
                                    ? "undefined"
                                    : masking.show(observation.label(), value)));
        }
        return values;
    }
}
