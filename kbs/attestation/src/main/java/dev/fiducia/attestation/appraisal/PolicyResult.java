package dev.fiducia.attestation.appraisal;

import dev.fiducia.attestation.Refusal;

/// What running a policy gives: a verdict, or why there is none. No verdict is never a pass.
public sealed interface PolicyResult {
    /// The policy ran, and what it gave is well formed.
    record Judged(PolicyVerdict verdict) implements PolicyResult {}

    /// The policy is missing, failed, left something undefined, or gave what is no verdict.
    record Refused(Refusal refusal) implements PolicyResult {}

    /// A refusal with a code of this package.
    static PolicyResult refused(String code, String message) {
        return new Refused(Refusal.of(code, message));
    }
}
