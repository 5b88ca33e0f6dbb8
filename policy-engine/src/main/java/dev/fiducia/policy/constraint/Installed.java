package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoObject;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A template with its constraints, by name. Never changed once it is made.
record Installed(ConstraintTemplate template, NavigableMap<String, Constraint> constraints) {
    static Installed of(ConstraintTemplate template) {
        return new Installed(template, new TreeMap<>());
    }

    Installed with(Constraint constraint) {
        NavigableMap<String, Constraint> all = new TreeMap<>(constraints);
        all.put(constraint.key().name(), constraint);
        return new Installed(template, all);
    }

    Installed without(String name) {
        NavigableMap<String, Constraint> all = new TreeMap<>(constraints);
        all.remove(name);
        return new Installed(template, all);
    }

    /// Another version of the template, for the same constraints. Refused when they don't fit it,
    /// as they would be in force with parameters that the template does not understand.
    Installed updated(ConstraintTemplate newer) throws Refused {
        if (!constraints.isEmpty() && newer.target() != template.target()) {
            throw new Refused(
                    ConstraintError.IN_USE,
                    "the target cannot change while there are constraints",
                    "spec.targets[0].target");
        }
        Installed all = of(newer);
        List<ConstraintError> errors = new ArrayList<>();
        for (Constraint constraint : constraints.values()) {
            RegoObject document = constraint.document();
            try {
                all = all.with(Constraint.read(Fields.of(document, ""), newer));
            } catch (Refused refusal) {
                refusal.errors().stream()
                        .map(error -> about(constraint, error))
                        .forEach(errors::add);
            }
        }
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
        return all;
    }

    private static ConstraintError about(Constraint constraint, ConstraintError error) {
        return new ConstraintError(
                error.code(),
                "constraint " + constraint.key().name() + " does not fit: " + error.message(),
                error.location());
    }
}
