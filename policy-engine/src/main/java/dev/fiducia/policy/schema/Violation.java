package dev.fiducia.policy.schema;

/// One way in which a document does not fit.
///
/// @param type a name for the kind of violation, such as `invalid_type` or `required`
/// @param field the place, as names joined by dots; `(root)` for the document itself
/// @param description what is wrong there
public record Violation(String type, String field, String description) {
    /// Place and description together.
    public String message() {
        return field + ": " + description;
    }
}
