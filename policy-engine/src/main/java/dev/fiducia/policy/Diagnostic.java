package dev.fiducia.policy;

/// What is wrong with a policy's text, and where.
///
/// @param code one of `rego_parse_error`, `rego_compile_error`, `rego_unsafe_var_error`,
///   `rego_recursion_error`, `rego_type_error`, `rego_limit_error`; of warnings, `rego_unused`,
///   `rego_type_error` (where no engine looks), and `profile_negation`, `profile_builtin`,
///   `profile_builtin_error`, `profile_dialect`, `profile_dialect_v0` and `profile_type`, where
///   hosts differ
public record Diagnostic(Severity severity, String code, String message, Position at) {
    public static Diagnostic error(String code, String message, Position at) {
        return new Diagnostic(Severity.ERROR, code, message, at);
    }

    public static Diagnostic warning(String code, String message, Position at) {
        return new Diagnostic(Severity.WARNING, code, message, at);
    }

    @Override
    public String toString() {
        return at + ": " + code + ": " + message;
    }
}
