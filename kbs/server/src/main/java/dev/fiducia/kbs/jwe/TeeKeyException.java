package dev.fiducia.kbs.jwe;

import java.io.Serial;

/// A TEE public key is refused. The message is safe to show: it names members, never values.
public final class TeeKeyException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    TeeKeyException(String message) {
        super(message);
    }

    /// The message, which there always is.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
