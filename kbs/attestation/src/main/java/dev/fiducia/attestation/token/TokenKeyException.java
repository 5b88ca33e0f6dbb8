package dev.fiducia.attestation.token;

import java.io.Serial;

/// Key material of the configuration that can't be used; found at start, and ends it.
public final class TokenKeyException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    TokenKeyException(String message) {
        super(message);
    }

    TokenKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
