package dev.fiducia.attestation.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.appraisal.AppraisalPolicy;
import dev.fiducia.attestation.appraisal.PolicyResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The functions that `docs/claims.md` offers for copying hold what they promise: an absent claim
/// satisfies none.
class PlatformPolicyTest {

    private static final String CLAIMS =
            """
            {"platform_trust": {"trusted": true, "findings": []}, "platform_ciphertext_hiding": true,
             "platform_alias_check_complete": true, "chip_id": "aa",
             "reported_tcb_snp": 24, "committed_tcb_snp": 24, "launch_tcb_snp": 24}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "is_trusted(input.snp)|platform_trust",
                "has_no(input.snp, \"product-denied\")|platform_trust",
                "reaches(input.snp, \"reported\", {\"snp\": 24})|reported_tcb_snp",
                "reaches_everywhere(input.snp, {\"snp\": 24})|reported_tcb_snp",
                "reaches_everywhere(input.snp, {\"snp\": 24})|committed_tcb_snp",
                "reaches_everywhere(input.snp, {\"snp\": 24})|launch_tcb_snp",
                "hides_ciphertext(input.snp)|platform_ciphertext_hiding",
                "has_no_aliases(input.snp)|platform_alias_check_complete",
                "is_one_of(input.snp, \"chip_id\", {\"aa\"})|chip_id"
            })
    void passesWithItsClaimAlone(String condition, String claim) throws IOException {
        assertThat(hardware(condition, claims())).isEqualTo(2);
        ObjectNode absent = claims();
        absent.remove(claim);
        assertThat(hardware(condition, absent)).as("absent").isEqualTo(97);
        assertThat(hardware(condition, claims().putNull(claim))).as("null").isEqualTo(97);
        assertThat(hardware(condition, claims().put(claim, "zz"))).as("a string").isEqualTo(97);
        assertThat(hardware(condition, claims().put(claim, -1))).as("a number").isEqualTo(97);
    }

    @Test
    void refusesLowerLevelsAndFindings() throws IOException {
        assertThat(hardware("reaches(input.snp, \"launch\", {\"snp\": 25})", claims()))
                .isEqualTo(97);
        assertThat(hardware("reaches(input.snp, \"launch\", {\"tee\": 0})", claims()))
                .isEqualTo(97);
        assertThat(hardware("reaches(input.snp, \"launch\", {})", claims())).isEqualTo(97);
        ObjectNode denied = claims();
        denied.withArray("/platform_trust/findings").add("product-denied");
        assertThat(hardware("has_no(input.snp, \"product-denied\")", denied)).isEqualTo(97);
        assertThat(hardware("has_no(input.snp, \"ppid-not-allowed\")", denied)).isEqualTo(2);
    }

    private static ObjectNode claims() throws IOException {
        return (ObjectNode) new JsonMapper().readTree(CLAIMS);
    }

    private static int hardware(String condition, ObjectNode claims) throws IOException {
        String text =
                "package policy\n\nimport rego.v1\n\n"
                        + functions()
                        + "\ndefault hardware := 97\n\nhardware := 2 if "
                        + condition
                        + "\n\ntrust_claims := {\"hardware\": hardware}\n";
        AppraisalPolicy.Compiled compiled = AppraisalPolicy.compile("test", text);
        AppraisalPolicy policy =
                compiled.policy()
                        .orElseThrow(() -> new AssertionError(compiled.diagnostics().toString()));
        ObjectNode input = new JsonMapper().createObjectNode();
        input.set("snp", claims);
        return switch (policy.judge(input, _ -> Optional.empty())) {
            case PolicyResult.Judged(var verdict) ->
                    verdict.trustVector().toJson().path("hardware").intValue();
            case PolicyResult.Refused(var refusal) -> throw new AssertionError(refusal.describe());
        };
    }

    private static String functions() throws IOException {
        String page = Files.readString(Path.of("..", "..", "docs", "claims.md"));
        int start = page.indexOf("```rego\n") + "```rego\n".length();
        return page.substring(start, page.indexOf("```", start));
    }
}
