package dev.fiducia.policy.constraint;

import dev.fiducia.policy.EvalRequest;
import dev.fiducia.policy.EvalResult;
import dev.fiducia.policy.constraint.Violation.Cause;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Evaluates templates for one request: `violation` with `input.review`, `input.parameters` and
/// `data.inventory`. Everything that goes wrong becomes a violation.
final class Judgement {
    private static final RegoString REVIEW = RegoString.of("review");
    private static final RegoString PARAMETERS = RegoString.of("parameters");

    private final ReviewRequest request;
    private final RegoObject data;
    private final ReviewOptions options;
    private final long end;
    private final List<Violation> violations = new ArrayList<>();

    Judgement(ReviewRequest request, RegoObject data, ReviewOptions options) {
        this.request = request;
        this.data = data;
        this.options = options;
        this.end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(options.time());
    }

    void judge(ConstraintTemplate template, Constraint constraint) {
        Set<EnforcementAction> actions = constraint.actionsAt(options.point());
        if (actions.isEmpty()) {
            return;
        }
        Findings findings = new Findings(constraint, actions);
        try {
            if (constraint.matches(request)) {
                evaluate(template, constraint, findings);
            }
        } catch (Refused refusal) {
            findings.add(
                    refusal.errors().getFirst().message(), RegoObject.EMPTY, Cause.UNMATCHABLE);
        }
    }

    ReviewResult result() {
        return new ReviewResult(violations);
    }

    private void evaluate(ConstraintTemplate template, Constraint constraint, Findings findings) {
        long left = end - System.nanoTime();
        if (left <= 0) {
            findings.error("the time for this review is used up");
            return;
        }
        RegoObject input =
                RegoObject.builder()
                        .put(REVIEW, request.review())
                        .put(PARAMETERS, constraint.parameters())
                        .build();
        EvalResult result =
                template.violations()
                        .evaluate(
                                EvalRequest.builder()
                                        .input(input)
                                        .data(data)
                                        .clock(options.clock())
                                        .deadline(Duration.ofNanos(left))
                                        .printSink(options.prints())
                                        .build());
        switch (result) {
            case EvalResult.Failed failed -> findings.error(failed.error().toString());
            case EvalResult.Undefined _ -> {}
            case EvalResult.Value(RegoValue value) -> elements(value, findings);
        }
    }

    /// The elements of `violation`: it is a set, or in older templates an object by its keys.
    private static void elements(RegoValue value, Findings findings) {
        switch (value) {
            case RegoSet set -> set.elements().forEach(findings::element);
            case RegoObject object -> object.keys().forEach(findings::element);
            default -> findings.error("violation is not a set but " + value.type().name());
        }
    }

    /// The violations of one constraint, each once.
    private final class Findings {
        private final Constraint constraint;
        private final List<EnforcementAction> actions;
        private final Set<Violation> known = new HashSet<>();

        Findings(Constraint constraint, Set<EnforcementAction> actions) {
            this.constraint = constraint;
            this.actions = actions.stream().sorted().toList();
        }

        void element(RegoValue element) {
            if (!(element instanceof RegoObject object)
                    || !(object.get("msg") instanceof RegoString message)) {
                error("violation gives no message: msg must be a string in " + shown(element));
                return;
            }
            RegoValue details = object.get("details");
            add(message.value(), details == null ? RegoObject.EMPTY : details, Cause.POLICY);
        }

        void error(String message) {
            add(message, RegoObject.EMPTY, Cause.ERROR);
        }

        void add(String message, RegoValue details, Cause cause) {
            Violation violation =
                    new Violation(
                            constraint.key(),
                            constraint.enforcementAction(),
                            actions,
                            message,
                            details,
                            cause);
            if (known.add(violation)) {
                violations.add(violation);
            }
        }

        private static String shown(RegoValue element) {
            String text = element.toString();
            return text.length() <= 200 ? text : text.substring(0, 200) + "…";
        }
    }
}
