package dev.fiducia.ha.seal;

/// A sealed value does not open: it is not in the sealed form, or it was not sealed under this ring
/// for this namespace, key and version.
public final class SealException extends Exception {

    private static final long serialVersionUID = 1L;

    /// What kind of trouble.
    public enum Reason {
        /// The bytes are not in the sealed form.
        MALFORMED,
        /// The ring lacks the key that the value names.
        UNKNOWN_KEY,
        /// The value was altered, or belongs to another place or version.
        NOT_AUTHENTIC
    }

    private final Reason reason;

    SealException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
