package dev.fiducia.policy.schema;

import java.util.ArrayList;
import java.util.List;

/// What checks found, and a score of how much of a schema fitted: of several schemas of which none
/// fits, the errors of the one with the best score are reported.
final class Outcome {
    private final Meter meter;
    private final List<Violation> violations = new ArrayList<>();
    private int score;

    Outcome(Meter meter) {
        this.meter = meter;
    }

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

    /// Texts of the schema stand in descriptions, once for each value that does not fit: their
    /// length counts, or a long `enum` and a long array would make more text than memory holds.
    void add(String type, Place at, String description) throws SchemaException {
        String field = at.field();
        meter.step(((long) field.length() + description.length()) >>> 2);
        violations.add(new Violation(type, field, description));
        score -= 2;
    }

    void merge(Outcome other) {
        violations.addAll(other.violations);
        score += other.score;
    }
}
