package dev.fiducia.kbs.registry;

/// What became of a change to the registry.
public sealed interface RegistryOutcome {

    /// The document is as asked.
    record Done(RegisteredInitdata entry, Effect effect) implements RegistryOutcome {}

    /// Nothing was changed.
    ///
    /// @param code stable name of the reason
    /// @param message what is wrong and what to do about it
    record Refused(Kind kind, String code, String message) implements RegistryOutcome {}

    /// What it took.
    enum Effect {
        CREATED,
        CHANGED,
        UNCHANGED
    }

    /// Whose turn it is.
    enum Kind {
        /// The request is wrong.
        INVALID,
        /// There is no such document.
        UNKNOWN,
        /// The request does not fit what is there.
        CONFLICT,
        /// Too many others are at it: try again.
        BUSY
    }
}
