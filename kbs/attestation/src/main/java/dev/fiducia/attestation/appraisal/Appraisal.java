package dev.fiducia.attestation.appraisal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Set;

/// One submodule of an attestation result: what was claimed, and what a policy made of it.
///
/// @param verdict what the policy says
/// @param policyId the policy's id as asked for, without the TEE class
/// @param annotatedEvidence the claims that the policy saw
public record Appraisal(PolicyVerdict verdict, String policyId, ObjectNode annotatedEvidence) {
    private static final String STATUS = "ear.status";
    private static final String TRUST_VECTOR = "ear.trustworthiness-vector";
    private static final String POLICY_ID = "ear.appraisal-policy-id";
    private static final String EVIDENCE = "ear.veraison.annotated-evidence";

    /// Claims that are not a policy's to set.
    static final Set<String> OWN_CLAIMS = Set.of(STATUS, TRUST_VECTOR, POLICY_ID, EVIDENCE);

    /// The status: the worst tier of the trust vector.
    public TrustTier status() {
        return verdict.trustVector().status();
    }

    /// The submodule as it stands in an EAR.
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(STATUS, status().wireName());
        json.set(TRUST_VECTOR, verdict.trustVector().toJson());
        json.put(POLICY_ID, policyId);
        json.set(EVIDENCE, annotatedEvidence);
        verdict.extensions().forEach(extension -> json.set(extension.name(), extension.value()));
        return json;
    }
}
