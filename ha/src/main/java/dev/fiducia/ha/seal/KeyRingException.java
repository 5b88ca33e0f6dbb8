package dev.fiducia.ha.seal;

import org.jspecify.annotations.Nullable;

/// The key ring can't be used. The message says why and what to do; it never holds key material.
public final class KeyRingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What kind of trouble.
    public enum Reason {
        /// There is no ring, and making one is not wanted or would orphan sealed data.
        MISSING,
        /// Others may read or write the file, or it is not the owner's.
        UNSAFE,
        /// The file is not a key ring, or was cut or altered.
        MALFORMED,
        /// The ring has no key of this id.
        UNKNOWN_KEY,
        /// The key is needed, or a rotation is under way.
        NOT_NOW,
        /// The file can't be read or written.
        IO
    }

    private final Reason reason;

    KeyRingException(Reason reason, String message) {
        this(reason, message, null);
    }

    KeyRingException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
