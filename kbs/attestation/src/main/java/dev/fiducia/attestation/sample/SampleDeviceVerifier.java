package dev.fiducia.attestation.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;

/// The `sampledevice` TEE: a pretended device beside a CPU TEE.
public final class SampleDeviceVerifier implements Verifier {

    @Override
    public Tee tee() {
        return Tee.SAMPLE_DEVICE;
    }

    @Override
    public VerificationResult verify(JsonNode evidence, Expectations expected) {
        return switch (SampleEvidence.check(evidence, expected)) {
            case SampleEvidence.Result.Refused refused ->
                    VerificationResult.refused(refused.refusal());
            case SampleEvidence.Result.Bound bound -> {
                ObjectNode claims = JsonNodeFactory.instance.objectNode();
                claims.put("svn", bound.evidence().svn());
                claims.put("report_data", bound.evidence().reportData());
                yield VerificationResult.verified(new TeeClaims(tee(), tee().teeClass(), claims));
            }
        };
    }
}
