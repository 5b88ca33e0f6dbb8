package dev.fiducia.policy.schema;

import java.util.ArrayList;
import java.util.List;

/// What checks found, and a score of how much of a schema fitted: of several schemas of which none
/// fits, the errors of the one with the best score are reported.
final class Outcome {
    private final List<Violation> violations = new ArrayList<>();
    private int score;

    boolean valid() {
        return violations.isEmpty();
    }

    int score() {
        return score;
    }

    List<Violation> violations() {
        return violations;
    }

    void fitted() {
        score++;
    }

    void add(String type, Place at, String description) {
        violations.add(new Violation(type, at.field(), description));
        score -= 2;
    }

    void merge(Outcome other) {
        violations.addAll(other.violations);
        score += other.score;
    }
}
