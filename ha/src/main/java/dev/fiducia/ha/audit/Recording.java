package dev.fiducia.ha.audit;

/// Whether a decision is on record. What is not must not be acted upon.
public sealed interface Recording {

    /// It is durable, and every required sink has it.
    record Recorded(AuditEvent event) implements Recording {}

    /// It may not leave.
    ///
    /// @param message for the log of the operator
    record Failed(Reason reason, String message) implements Recording {}

    /// Why a decision is not on record.
    enum Reason {
        /// Too many decisions wait to be recorded.
        OVERLOADED,
        /// The store did not take it, or did not say so in time.
        UNAVAILABLE,
        /// A required sink did not take it.
        SINK,
        /// The service is stopping.
        CLOSED
    }
}
