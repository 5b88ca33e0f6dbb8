package dev.fiducia.initdata.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.policy.EvalRequest;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.PreparedQuery;
import dev.fiducia.policy.Profile;
import dev.fiducia.policy.RegoCompiler;
import dev.fiducia.policy.value.RegoValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// The placeholder document of cloud-api-adaptor, whose numbers are in initdata.md b.7.
class ResourcePolicyTextTest {
    private static final String DIGEST =
            "adb48cc14fea9403d3d51f3b5f5068fd4d80445a14e94f1b3d5dbabaad66478d";
    private static final String PCR8 =
            "4b58b30becd30d16f7f60d56b32661d921ae0d3310c6a89f5d552f9bfee921a9";

    private static boolean allows(String tee, String value, String status) {
        try {
            InitdataDocument document =
                    InitdataDocument.parse(
                            "algorithm = \"sha256\"\nversion = \"0.1.0\"\n\n[data]\n\"aa.toml\" = '''\n'''"
                                    .getBytes(StandardCharsets.UTF_8));
            PreparedQuery allow =
                    RegoCompiler.builder()
                            .profile(Profile.TRUSTEE)
                            .build()
                            .compile(
                                    List.of(
                                            PolicySource.of(
                                                    "p.rego", ResourcePolicyText.of(document))))
                            .policy()
                            .orElseThrow()
                            .prepareRule("data.policy.allow");
            Map<String, Object> submodule =
                    Map.of(
                            "ear.status",
                            status,
                            "ear.veraison.annotated-evidence",
                            Map.of(tee, Map.of("x", 1), "init_data", value));
            return allow.evaluate(
                            EvalRequest.builder()
                                    .input(
                                            RegoValue.of(
                                                    Map.of("submods", Map.of("cpu0", submodule))))
                                    .data(RegoValue.of(Map.of("plugin", "resource")))
                                    .build())
                    .isTrue();
        } catch (InitdataException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "snp, " + PCR8 + ", affirming",
        "az-snp-vtpm, " + DIGEST + ", affirming",
        "sample, " + DIGEST + ", affirming",
        "snp, " + DIGEST + ", warning",
        "snp, '', affirming",
    })
    void denies(String tee, String value, String status) {
        assertThat(allows(tee, value, status)).isFalse();
    }

    @Test
    void allowsWhatTheDocumentBinds() {
        assertThat(allows("snp", DIGEST, "affirming")).isTrue();
        assertThat(allows("tdx", DIGEST + "0".repeat(32), "affirming")).isTrue();
        assertThat(allows("az-tdx-vtpm", PCR8, "affirming")).isTrue();
    }
}
