package dev.fiducia.policy.constraint;

import java.util.List;

/// All violations that a review found, ordered by kind and name of the constraint, and within one
/// in Rego's order.
public record ReviewResult(List<Violation> violations) {
    public ReviewResult {
        violations = List.copyOf(violations);
    }

    /// Whether the request must be refused.
    public boolean isDenied() {
        return violations.stream().anyMatch(v -> v.actions().contains(EnforcementAction.DENY));
    }

    /// `[constraint] message` of every violation that leads to a refusal.
    public List<String> denials() {
        return texts(EnforcementAction.DENY);
    }

    /// `[constraint] message` of every violation that is to be warned of.
    public List<String> warnings() {
        return texts(EnforcementAction.WARN);
    }

    private List<String> texts(EnforcementAction action) {
        return violations.stream()
                .filter(violation -> violation.actions().contains(action))
                .map(Violation::text)
                .toList();
    }
}
