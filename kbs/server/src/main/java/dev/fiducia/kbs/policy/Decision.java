package dev.fiducia.kbs.policy;

/// What the resource policy says of one request.
public sealed interface Decision {
    /// The policy said true.
    record Allow() implements Decision {}

    /// The policy said no, nothing, or something that is no boolean.
    ///
    /// @param reason for records and logs, not for the guest
    record Deny(String reason) implements Decision {}

    /// The policy could not be evaluated: denied as well, and someone should look.
    ///
    /// @param reason for records and logs, not for the guest
    record Failed(String reason) implements Decision {}

    /// Whether the request may go on.
    default boolean isAllowed() {
        return this instanceof Allow;
    }
}
