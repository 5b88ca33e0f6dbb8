package dev.fiducia.attestation.sample;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Refusal;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/// `{"svn": string, "report_data": base64}`, the evidence of both sample attesters.
///
/// @param svn a version that the attester makes up
/// @param reportData as sent: standard base64, of any length
record SampleEvidence(String svn, String reportData) {

    /// Either evidence, bound as expected, or the reason why not.
    sealed interface Result {
        record Bound(SampleEvidence evidence) implements Result {}

        record Refused(Refusal refusal) implements Result {}
    }

    static Result check(JsonNode json, Expectations expected) {
        JsonNode svn = json.path("svn");
        if (!svn.isTextual()) {
            return malformed("svn", "is not a string");
        }
        JsonNode reportData = json.path("report_data");
        if (!reportData.isTextual()) {
            return malformed("report_data", "is not a string");
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(reportData.textValue());
        } catch (IllegalArgumentException e) {
            return malformed("report_data", "is not base64");
        }
        Optional<byte[]> wanted = expected.reportData();
        if (wanted.isPresent() && !MessageDigest.isEqual(wanted.get(), decoded)) {
            return new Result.Refused(
                    Refusal.at(
                            "report-data-mismatch",
                            "Report Data Mismatch",
                            "evidence.report_data"));
        }
        return new Result.Bound(new SampleEvidence(svn.textValue(), reportData.textValue()));
    }

    private static Result malformed(String member, String what) {
        String place = "evidence." + member;
        return new Result.Refused(
                Refusal.at("sample-evidence-malformed", place + " " + what, place));
    }
}
