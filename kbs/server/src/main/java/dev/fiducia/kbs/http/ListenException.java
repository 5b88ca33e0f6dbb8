package dev.fiducia.kbs.http;

import org.jspecify.annotations.Nullable;

import java.io.Serial;

/// A socket can't be had, or its TLS material doesn't fit.
public final class ListenException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    ListenException(@Nullable Throwable cause) {
        super("cannot listen: " + (cause == null ? "unknown reason" : cause.getMessage()), cause);
    }
}
