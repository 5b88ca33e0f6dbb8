package dev.fiducia.attestation.tpm;

import dev.fiducia.attestation.VerifierSetupException;

/// The verifier can't be set up as configured; the message names the file and what is wrong with
/// it.
public final class TpmSetupException extends VerifierSetupException {

    private static final long serialVersionUID = 1L;

    TpmSetupException(String message, Throwable cause) {
        super(message, cause);
    }

    TpmSetupException(String message) {
        super(message);
    }
}
