package dev.fiducia.policy.constraint;

import java.util.List;

/// What a change to an engine gave: the changed engine, or the same one with the reasons why the
/// change was refused.
public record Change(ConstraintEngine engine, Status status) {
    /// Whether the change took place.
    public boolean isApplied() {
        return status.errors().isEmpty();
    }

    public List<ConstraintError> errors() {
        return status.errors();
    }
}
