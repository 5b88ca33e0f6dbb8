package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;

/// Why a document was refused, in the form that a template's status shows it.
///
/// @param code one of the constants here, or the code of a Rego diagnostic such as
///   `rego_parse_error`
/// @param location the field (`spec.targets[0].rego`) or the place in the Rego text
///   (`template:3:5`); empty when the document as a whole is meant
public record ConstraintError(String code, String message, String location) {
    /// A document that does not have the shape of its kind.
    public static final String INVALID_DOCUMENT = "invalid_document";

    /// A template that breaks a rule of the framework.
    public static final String INVALID_TEMPLATE = "invalid_template";

    /// A parameter schema that is not a structural schema.
    public static final String INVALID_SCHEMA = "invalid_schema";

    /// Rego that uses what templates may not use.
    public static final String INVALID_REGO = "invalid_rego";

    /// A constraint that breaks a rule of the framework.
    public static final String INVALID_CONSTRAINT = "invalid_constraint";

    /// Parameters or fields that the schema of the constraint's kind does not allow.
    public static final String SCHEMA_VIOLATION = "schema_violation";

    /// There is no such template, or no such constraint.
    public static final String NOT_FOUND = "not_found";

    /// The template still has constraints.
    public static final String IN_USE = "in_use";

    /// A request or object that cannot be reviewed.
    public static final String INVALID_REVIEW = "invalid_review";

    /// A suite or one of its files that cannot be used.
    public static final String INVALID_SUITE = "invalid_suite";

    /// The entry of `status.byPod[].errors[]`.
    public RegoObject toValue() {
        RegoObject.Builder entry =
                RegoObject.builder()
                        .put("code", RegoString.of(code))
                        .put("message", RegoString.of(message));
        if (!location.isEmpty()) {
            entry.put("location", RegoString.of(location));
        }
        return entry.build();
    }

    @Override
    public String toString() {
        return (location.isEmpty() ? "" : location + ": ") + code + ": " + message;
    }
}
