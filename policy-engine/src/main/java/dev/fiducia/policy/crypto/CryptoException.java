package dev.fiducia.policy.crypto;

/// The text is no key, certificate or token that can be used; the message is Go's where there is
/// one.
public final class CryptoException extends Exception {
    private static final long serialVersionUID = 1;

    public CryptoException(String message) {
        super(message);
    }

    public CryptoException(String message, Throwable cause) {
        super(message, cause);
    }
}
