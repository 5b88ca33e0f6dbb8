package dev.fiducia.initdata.template;

import java.io.Serial;
import java.util.Locale;

/// A template, or a value for one, is refused. The message says what is wrong and what to do, and
/// repeats no value.
public final class TemplateException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    /// What can be wrong.
    public enum Code {
        /// The template is not one.
        MALFORMED,
        /// A placeholder or a value names a parameter that the template does not declare.
        UNKNOWN_PARAMETER,
        /// A parameter that is needed has no value.
        MISSING_PARAMETER,
        /// A value is not of its parameter's type.
        INVALID_VALUE,
        /// The template, or what it becomes, is too large.
        TOO_LARGE;

        /// The stable name in answers, such as `missing-parameter`.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Code code;

    TemplateException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
