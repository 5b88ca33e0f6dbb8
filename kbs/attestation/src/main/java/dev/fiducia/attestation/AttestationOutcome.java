package dev.fiducia.attestation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What became of an attestation.
public sealed interface AttestationOutcome {
    /// The evidence is genuine, bound, and appraised; whether the appraisal is any good is for the
    /// token's reader to judge.
    ///
    /// @param token the EAR, a compact JWT
    /// @param claims its claims
    /// @param decisionDigest lower-case SHA-256 of its payload, for records that must not hold the
    ///   token
    record Attested(String token, ObjectNode claims, String decisionDigest)
            implements AttestationOutcome {}

    /// There is no token, because of this.
    record Refused(Refusal refusal) implements AttestationOutcome {}
}
