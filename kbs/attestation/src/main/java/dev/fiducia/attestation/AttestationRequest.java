package dev.fiducia.attestation;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/// What a guest wants attested.
///
/// @param primary the evidence of the environment itself
/// @param additional the evidence of its devices
/// @param runtimeData what the evidence is bound to: `nonce`, `tee-pubkey` and
///   `additional-evidence` as the guest hashed them
/// @param initdata the initdata document's text, if the guest sent it
/// @param policyId the attestation policy's id without TEE class
public record AttestationRequest(
        Evidence primary,
        List<Evidence> additional,
        ObjectNode runtimeData,
        Optional<String> initdata,
        String policyId) {
    /// The policy of those who ask for none.
    public static final String DEFAULT_POLICY = "default";

    public AttestationRequest {
        additional = List.copyOf(additional);
        runtimeData = runtimeData.deepCopy();
    }

    /// A request under the default policy.
    public AttestationRequest(
            Evidence primary,
            List<Evidence> additional,
            ObjectNode runtimeData,
            Optional<String> initdata) {
        this(primary, additional, runtimeData, initdata, DEFAULT_POLICY);
    }
}
