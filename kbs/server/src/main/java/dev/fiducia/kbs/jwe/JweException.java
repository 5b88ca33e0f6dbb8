package dev.fiducia.kbs.jwe;

import java.io.Serial;

/// Nothing can be encrypted to this key, or a message can't be opened. The message is safe to show.
public final class JweException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    JweException(String message) {
        super(message);
    }

    JweException(String message, Throwable cause) {
        super(message, cause);
    }

    /// The message, which there always is.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
