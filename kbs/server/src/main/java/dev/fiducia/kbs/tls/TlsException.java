package dev.fiducia.kbs.tls;

import java.io.Serial;

/// The key or the certificate of the server can't be used. The message names the file and what to
/// do, never key material.
public final class TlsException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
