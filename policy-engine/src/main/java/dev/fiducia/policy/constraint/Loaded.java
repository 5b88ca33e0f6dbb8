package dev.fiducia.policy.constraint;

import java.util.List;
import java.util.Optional;

/// What a document was read as, or the errors that prevent it.
public record Loaded<T>(Optional<T> value, List<ConstraintError> errors) {
    public Loaded {
        errors = List.copyOf(errors);
    }

    static <T> Loaded<T> of(T value) {
        return new Loaded<>(Optional.of(value), List.of());
    }

    static <T> Loaded<T> refused(Refused refusal) {
        return new Loaded<>(Optional.empty(), refusal.errors());
    }
}
