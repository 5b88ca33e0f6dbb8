package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.VerifierSetupException;

/// The verifier can't be set up as configured; the message names the file and what is wrong with
/// it.
public final class SnpSetupException extends VerifierSetupException {

    private static final long serialVersionUID = 1L;

    SnpSetupException(String message) {
        super(message);
    }

    public SnpSetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
