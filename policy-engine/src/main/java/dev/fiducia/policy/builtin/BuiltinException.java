package dev.fiducia.policy.builtin;

import dev.fiducia.policy.crypto.CryptoException;
import dev.fiducia.policy.value.RegoJsonException;

/// A built-in function could not give a value. The message is OPA's, without the function's name.
public final class BuiltinException extends Exception {
    private static final long serialVersionUID = 1;

    /// What went wrong, with OPA's error code.
    public enum Kind {
        /// An argument has the wrong type.
        TYPE("eval_type_error"),
        /// The arguments have the right types and no result.
        BUILTIN("eval_builtin_error"),
        /// A budget is used up: ends the evaluation, also where errors would count as undefined.
        LIMIT("eval_limit_error");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    private final Kind kind;

    public BuiltinException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public static BuiltinException type(String message) {
        return new BuiltinException(Kind.TYPE, message);
    }

    public static BuiltinException failed(String message) {
        return new BuiltinException(Kind.BUILTIN, message);
    }

    public static BuiltinException limit(String message) {
        return new BuiltinException(Kind.LIMIT, message);
    }

    /// A text could not be read: an error of the function, but the end of the evaluation where the
    /// text was only too much, since its value may not count as undefined then.
    static BuiltinException unread(String prefix, RegoJsonException cause) {
        String message = prefix + cause.getMessage();
        return cause.isLimit() ? limit(message) : failed(message);
    }

    /// A key, certificate or token could not be read: likewise.
    static BuiltinException unread(String prefix, CryptoException cause) {
        String message = prefix + cause.getMessage();
        return cause.isLimit() ? limit(message) : failed(message);
    }

    public Kind kind() {
        return kind;
    }
}
