package dev.fiducia.policy;

import org.jspecify.annotations.Nullable;

/// Why an evaluation failed.
///
/// @param code `eval_conflict_error`, `eval_builtin_error`, `eval_type_error`, `eval_limit_error`,
///   `eval_with_merge_error` or `eval_internal_error`
/// @param at where in the policy, if it can be told
public record RegoError(String code, String message, @Nullable Position at) {
    @Override
    public String toString() {
        return (at == null ? "" : at + ": ") + code + ": " + message;
    }
}
