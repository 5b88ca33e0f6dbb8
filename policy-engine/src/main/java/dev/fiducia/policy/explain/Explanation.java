package dev.fiducia.policy.explain;

import dev.fiducia.policy.EvalResult;
import dev.fiducia.policy.RegoError;
import dev.fiducia.policy.eval.Trace;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// An evaluation's result and how it came about.
///
/// @param result exactly what evaluating without an explanation gives; it is not masked
/// @param error what ended the evaluation, masked; empty if nothing did
/// @param clauses what was tried, in this order
/// @param truncated whether more was tried than there was room to record
public record Explanation(
        EvalResult result, String error, List<ClauseTrace> clauses, boolean truncated) {
    public Explanation {
        clauses = List.copyOf(clauses);
    }

    /// Puts in words what an evaluation recorded.
    ///
    /// @param input the input of the evaluation, null for none
    public static Explanation of(
            EvalResult result,
            Trace trace,
            @Nullable RegoValue input,
            RegoValue data,
            ExplainOptions options) {
        Masking masking = new Masking(options);
        if (input != null) {
            masking.learn("input", input);
        }
        masking.learn("data", data);
        String error =
                result instanceof EvalResult.Failed(RegoError failed)
                        ? failed.code() + ": " + masking.message(failed.message())
                        : "";
        return new Explanation(
                result, error, new Wording(masking).clauses(trace.clauses()), trace.isTruncated());
    }

    /// Of the clauses that were asked for and failed, the one that came farthest.
    public Optional<ClauseTrace> nearest() {
        return clauses.stream()
                .filter(clause -> !clause.held())
                .max(
                        Comparator.comparingInt(ClauseTrace::progress)
                                .thenComparingInt(clause -> -clauses.indexOf(clause)));
    }

    /// The records as a value, for JSON; the result itself is not part of it.
    public RegoObject toRego() {
        return ExplanationRego.of(this);
    }

    /// The records for people, one a line.
    public String toText() {
        return ExplanationText.of(this);
    }
}
