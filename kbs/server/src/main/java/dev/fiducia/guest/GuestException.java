package dev.fiducia.guest;

/// A guest did not get what it asked for. The message is fit for a user and holds no secret.
public final class GuestException extends Exception {

    private final GuestFailure failure;

    /// For attesters, whose evidence may fail in ways of their own.
    public GuestException(GuestFailure failure, String message, Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    /// For attesters, whose evidence may fail in ways of their own.
    public GuestException(GuestFailure failure, String message) {
        super(message);
        this.failure = failure;
    }

    /// What kind of failure it is.
    public GuestFailure failure() {
        return failure;
    }
}
