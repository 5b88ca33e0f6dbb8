package dev.fiducia.attestation;

import java.util.List;

/// What a verifier found: claims, or the one reason why there are none.
public sealed interface VerificationResult {

    /// The evidence is genuine and bound as expected; most TEEs give one entry, some one for each
    /// device.
    record Verified(List<TeeClaims> claims) implements VerificationResult {
        public Verified {
            claims = List.copyOf(claims);
        }
    }

    /// The evidence can't be believed; the first check that failed says why.
    record Refused(Refusal refusal) implements VerificationResult {}

    /// A result with one set of claims.
    static VerificationResult verified(TeeClaims claims) {
        return new Verified(List.of(claims));
    }

    /// A refusal.
    static VerificationResult refused(Refusal refusal) {
        return new Refused(refusal);
    }
}
