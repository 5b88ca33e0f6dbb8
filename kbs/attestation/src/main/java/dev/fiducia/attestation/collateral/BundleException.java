package dev.fiducia.attestation.collateral;

/// A bundle that can't be used: damaged, signed by nobody who may, or older than one seen before.
public final class BundleException extends Exception {

    private static final long serialVersionUID = 1L;

    public BundleException(String message) {
        super(message);
    }

    public BundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
