package dev.fiducia.kbs;

import java.io.Serial;

/// The service can't start as configured. The message says what to change.
public final class StartException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    StartException(Exception cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
