package dev.fiducia.policy.value;

import org.jspecify.annotations.Nullable;

/// The text is not JSON (or YAML) as the reader takes it; the message says what and where.
public final class RegoJsonException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean limit;

    public RegoJsonException(String message) {
        super(message);
        this.limit = false;
    }

    public RegoJsonException(String message, Throwable cause) {
        super(message, cause);
        this.limit = false;
    }

    private RegoJsonException(boolean limit, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.limit = limit;
    }

    /// The text is longer, deeper or has larger numbers than the reader takes.
    static RegoJsonException beyond(String message, @Nullable Throwable cause) {
        return new RegoJsonException(true, message, cause);
    }

    /// Whether the text may well be right, and is only more than the reader takes.
    public boolean isLimit() {
        return limit;
    }
}
