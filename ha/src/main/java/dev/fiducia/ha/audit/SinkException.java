package dev.fiducia.ha.audit;

import org.jspecify.annotations.Nullable;

/// A sink can't take events. The message says which and why.
public final class SinkException extends Exception {
    private static final long serialVersionUID = 1L;

    public SinkException(String message) {
        this(message, null);
    }

    public SinkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
