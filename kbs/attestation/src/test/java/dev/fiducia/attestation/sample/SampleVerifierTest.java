package dev.fiducia.attestation.sample;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.VerificationResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleVerifierTest {

    private static final String EVIDENCE = "{\"svn\":\"1\",\"report_data\":\"AQID\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "\"text\"",
                "{}",
                "{\"svn\":1,\"report_data\":\"AQID\"}",
                "{\"svn\":\"1\"}",
                "{\"svn\":\"1\",\"report_data\":[1,2,3]}",
                "{\"svn\":\"1\",\"report_data\":\"A*==\"}"
            })
    void refusesWhatIsNotSampleEvidence(String json) throws Exception {
        assertThat(sample(json, Expectations.none())).isRefusedAs("sample-evidence-malformed");
    }

    @Test
    void refusesReportDataThatIsOnlyPadded() throws Exception {
        Expectations padded = Expectations.ofReportData(new byte[] {1, 2, 3, 0});
        assertThat(sample(EVIDENCE, padded)).isRefusedAs("report-data-mismatch");
    }

    @Test
    void claimsConstantsAndTheReportDataAsSent() throws Exception {
        ObjectNode claims =
                assertThat(sample(EVIDENCE, Expectations.ofReportData(new byte[] {1, 2, 3})))
                        .isVerified();
        assertThat((Object) claims)
                .isEqualTo(
                        json(
                                "{\"svn\":\"1\",\"report_data\":\"AQID\",\"launch_digest\":\"abcde\","
                                        + "\"platform_version\":{\"major\":1,\"minor\":4},\"debug\":false}"));
    }

    @Test
    void echoesTheInitdataDigestUnverified() throws Exception {
        Expectations expected =
                Expectations.none().withInitDataDigest(new byte[] {(byte) 0xFB, (byte) 0xFF});
        assertThat(assertThat(sample(EVIDENCE, expected)).isVerified().get("init_data").textValue())
                .isEqualTo("+/8=");
    }

    @Test
    void claimsOfADeviceAreItsVersionAndReportData() throws Exception {
        VerificationResult result =
                new SampleDeviceVerifier()
                        .verify(json(EVIDENCE), Expectations.ofReportData(new byte[] {1, 2, 3}));
        assertThat((Object) assertThat(result).isVerified()).isEqualTo(json(EVIDENCE));
    }

    @Test
    void refusesADeviceOfAnotherHandshake() throws Exception {
        VerificationResult result =
                new SampleDeviceVerifier()
                        .verify(json(EVIDENCE), Expectations.ofReportData(new byte[] {9}));
        assertThat(result).isRefusedAs("report-data-mismatch");
    }

    private static VerificationResult sample(String json, Expectations expected) throws Exception {
        return new SampleVerifier().verify(json(json), expected);
    }

    private static JsonNode json(String text) throws Exception {
        return new JsonMapper().readTree(text);
    }
}
