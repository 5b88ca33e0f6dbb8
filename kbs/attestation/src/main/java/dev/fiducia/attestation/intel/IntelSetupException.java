package dev.fiducia.attestation.intel;

/// The verifier can't be set up as configured; the message names the file and what is wrong with
/// it.
public final class IntelSetupException extends Exception {

    private static final long serialVersionUID = 1L;

    IntelSetupException(String message) {
        super(message);
    }

    IntelSetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
