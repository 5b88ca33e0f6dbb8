package dev.fiducia.attestation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.appraisal.AppraisalPolicy;
import dev.fiducia.attestation.appraisal.PolicyResult;
import dev.fiducia.attestation.appraisal.ReferenceLookup;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Verifies a piece of evidence by itself, away from any handshake: what `fiducia evidence verify`
/// does.
///
/// Offline when its verifiers are. The result is what the evidence proves; what a policy makes of
/// it is asked for apart.
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

    /// What a policy makes of verified claims. No initdata counts as registered, and there is no
    /// runtime data, since nothing but the evidence is known here.
    public static PolicyResult appraise(
            TeeClaims claims, AppraisalPolicy policy, ReferenceLookup references) {
        var arranged =
                new AnnotatedEvidence(InitdataBindings.none())
                        .arrange(claims, JsonNodeFactory.instance.objectNode(), Optional.empty());
        return switch (arranged) {
            case AnnotatedEvidence.Result.Arranged(ObjectNode evidence) ->
                    policy.judge(evidence, references);
            case AnnotatedEvidence.Result.Malformed(Refusal refusal) ->
                    new PolicyResult.Refused(refusal);
        };
    }
}
