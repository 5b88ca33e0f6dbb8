package dev.fiducia.policy.eval;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.RegoError;

import org.jspecify.annotations.Nullable;

/// Ends an evaluation: a hard error, or a limit reached.
public final class Halt extends Exception {
    private static final long serialVersionUID = 1;

    private final transient RegoError error;

    public Halt(String code, String message, @Nullable Position at) {
        super(message, null, false, false);
        this.error = new RegoError(code, message, at);
    }

    public static Halt conflict(String message, @Nullable Position at) {
        return new Halt("eval_conflict_error", message, at);
    }

    public static Halt limit(String message) {
        return new Halt("eval_limit_error", message, null);
    }

    public RegoError error() {
        return error;
    }
}
