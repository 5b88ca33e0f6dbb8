package dev.fiducia.attestation;

import com.fasterxml.jackson.databind.JsonNode;

/// Authenticates the evidence of one TEE.
///
/// Implementations are thread-safe and hold no state of a request. The work is CPU only, except
/// where an endorsement has to be fetched: then the call blocks, within the limits of its source.
public interface Verifier {

    /// The TEE whose evidence this verifier understands.
    Tee tee();

    /// What a guest has to be asked before it makes evidence. May read files, never a network.
    default SupplementalChallenge challenge() {
        return new SupplementalChallenge.None();
    }

    /// Checks that the evidence is genuine and bound to what is expected, and gives its claims.
    ///
    /// Every input is hostile: whatever the evidence holds, the answer is a value. Claims come only
    /// from bytes that were authenticated.
    VerificationResult verify(JsonNode evidence, Expectations expected);
}
