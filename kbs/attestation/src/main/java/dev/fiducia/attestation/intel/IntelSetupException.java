package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.VerifierSetupException;

/// The verifier can't be set up as configured; the message names the file and what is wrong with
/// it.
public final class IntelSetupException extends VerifierSetupException {

    private static final long serialVersionUID = 1L;

    IntelSetupException(String message) {
        super(message);
    }

    public IntelSetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
