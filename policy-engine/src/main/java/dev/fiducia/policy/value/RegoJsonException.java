package dev.fiducia.policy.value;

/// The text is not JSON as the strict reader takes it; the message says what and where.
public final class RegoJsonException extends Exception {
    private static final long serialVersionUID = 1;

    public RegoJsonException(String message) {
        super(message);
    }

    public RegoJsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
