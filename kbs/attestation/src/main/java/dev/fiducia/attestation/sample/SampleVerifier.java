package dev.fiducia.attestation.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;

import java.util.Base64;

/// The `sample` TEE: no hardware, so its claims but for the report data are constants.
///
/// Initdata is not verified, since nothing carries it: the digest that was expected is echoed.
public final class SampleVerifier implements Verifier {

    @Override
    public Tee tee() {
        return Tee.SAMPLE;
    }

    @Override
    public VerificationResult verify(JsonNode evidence, Expectations expected) {
        return switch (SampleEvidence.check(evidence, expected)) {
            case SampleEvidence.Result.Refused refused ->
                    VerificationResult.refused(refused.refusal());
            case SampleEvidence.Result.Bound bound ->
                    VerificationResult.verified(
                            new TeeClaims(
                                    tee(), tee().teeClass(), claims(bound.evidence(), expected)));
        };
    }

    private static ObjectNode claims(SampleEvidence evidence, Expectations expected) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("svn", evidence.svn());
        claims.put("report_data", evidence.reportData());
        claims.put("launch_digest", "abcde");
        claims.putObject("platform_version").put("major", 1).put("minor", 4);
        claims.put("debug", false);
        expected.initDataDigest()
                .ifPresent(digest ->
                        claims.put("init_data", Base64.getEncoder().encodeToString(digest)));
        return claims;
    }
}
