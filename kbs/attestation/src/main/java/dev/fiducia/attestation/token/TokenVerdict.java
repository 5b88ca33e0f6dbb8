package dev.fiducia.attestation.token;

import dev.fiducia.attestation.Refusal;

/// Whether an attestation token is believed.
public sealed interface TokenVerdict {
    /// The token is genuine, in date, and an attestation result.
    record Trusted(VerifiedToken token) implements TokenVerdict {}

    /// It is not; the first check that failed says why.
    record Refused(Refusal refusal) implements TokenVerdict {}
}
