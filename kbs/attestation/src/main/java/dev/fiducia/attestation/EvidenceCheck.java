package dev.fiducia.attestation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Verifies a piece of evidence by itself, away from any handshake: what `fiducia evidence verify`
/// does.
///
/// Offline when its verifiers are. Nothing is appraised: the result is what the evidence proves.
public final class EvidenceCheck {

    private final Map<Tee, Verifier> verifiers = new EnumMap<>(Tee.class);

    /// A check with these verifiers, one for each TEE.
    public EvidenceCheck(List<Verifier> verifiers) {
        for (Verifier verifier : verifiers) {
            if (this.verifiers.put(verifier.tee(), verifier) != null) {
                throw new IllegalArgumentException("Two verifiers for " + verifier.tee());
            }
        }
    }

    /// Reads the evidence strictly and verifies it.
    ///
    /// @param evidence the JSON document as the attester made it, UTF-8
    public VerificationResult check(Tee tee, byte[] evidence, Expectations expected) {
        Verifier verifier = verifiers.get(tee);
        if (verifier == null) {
            return VerificationResult.refused(
                    Refusal.of("tee-unsupported", "Evidence of " + tee + " can't be verified"));
        }
        return switch (StrictJson.read(evidence)) {
            case StrictJson.Result.Unreadable unreadable ->
                    VerificationResult.refused(unreadable.refusal());
            case StrictJson.Result.Read read -> verifier.verify(read.document(), expected);
        };
    }
}
