package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.List;
import java.util.Locale;

/// One reason why a request violates a constraint.
///
/// @param enforcementAction what the constraint declares: deny, warn, dryrun or scoped
/// @param actions what follows from it where the review took place, the gravest first
/// @param details what the template adds for programs; an empty object unless it does
public record Violation(
        Constraint.Key constraint,
        String enforcementAction,
        List<EnforcementAction> actions,
        String message,
        RegoValue details,
        Cause cause) {
    public Violation {
        actions = List.copyOf(actions);
    }

    /// Why there is a violation. All of them count alike: what can't be judged is not let through.
    public enum Cause {
        /// The template's Rego says so.
        POLICY,
        /// The evaluation failed, or its result can't be used; the message says how.
        ERROR,
        /// Whether the constraint applies can't be told; the message says why.
        UNMATCHABLE
    }

    /// `[constraint] message`, as people get to see it.
    public String text() {
        return "[" + constraint.name() + "] " + message;
    }

    /// As JSON.
    public RegoObject toValue() {
        return RegoObject.builder()
                .put("kind", RegoString.of(constraint.kind()))
                .put("constraint", RegoString.of(constraint.name()))
                .put("enforcementAction", RegoString.of(enforcementAction))
                .put(
                        "actions",
                        RegoArray.copyOf(
                                actions.stream().map(a -> RegoString.of(a.text())).toList()))
                .put("msg", RegoString.of(message))
                .put("details", details)
                .put("cause", RegoString.of(cause.name().toLowerCase(Locale.ROOT)))
                .build();
    }
}
