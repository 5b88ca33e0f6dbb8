package dev.fiducia.attestation.collateral;

/// A source is out of order: down, slow, or answering what it should not.
public final class SourceException extends Exception {

    private static final long serialVersionUID = 1L;

    public SourceException(String message) {
        super(message, null, false, false); // expected and frequent: no stack trace
    }
}
