package dev.fiducia.kbs.admin;

import java.io.Serial;

/// The `[admin]` configuration can't be put to work: a key or an expression in it is unusable. The
/// message says which and why.
public final class AdminException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    AdminException(String message) {
        super(message);
    }

    AdminException(String message, Throwable cause) {
        super(message, cause);
    }
}
