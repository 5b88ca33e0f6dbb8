package dev.fiducia.policy.image;

/// One field that holds an image which is not allowed.
///
/// @param field its path, `spec.tags[latest].from.name`
public record FieldRefusal(String field, String detail) {
    /// `spec.tags[latest].from.name: Forbidden: registry "x" not allowed by …`.
    @Override
    public String toString() {
        return field + ": Forbidden: " + detail;
    }
}
