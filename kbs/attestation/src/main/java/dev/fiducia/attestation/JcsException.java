package dev.fiducia.attestation;

import java.io.Serial;

/// A JSON value that has no canonical form: a lone surrogate, or a number beyond IEEE 754 doubles.
public final class JcsException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    JcsException(String message) {
        super(message);
    }
}
