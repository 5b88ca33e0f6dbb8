package dev.fiducia.attestation;

/// A verifier can't be set up as configured; the message names the file or key and what is wrong
/// with it.
public class VerifierSetupException extends Exception {

    private static final long serialVersionUID = 1L;

    public VerifierSetupException(String message, Throwable cause) {
        super(message, cause);
    }

    public VerifierSetupException(String message) {
        super(message);
    }
}
