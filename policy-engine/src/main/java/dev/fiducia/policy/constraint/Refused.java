package dev.fiducia.policy.constraint;

import java.util.List;

/// Carries errors out of a reader; the edges of the package turn it into a result.
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<ConstraintError> errors;

    Refused(List<ConstraintError> errors) {
        super(errors.getFirst().toString(), null, false, false);
        this.errors = List.copyOf(errors);
    }

    Refused(String code, String message, String location) {
        this(List.of(new ConstraintError(code, message, location)));
    }

    List<ConstraintError> errors() {
        return errors;
    }
}
