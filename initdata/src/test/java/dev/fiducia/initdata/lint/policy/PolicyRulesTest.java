package dev.fiducia.initdata.lint.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fiducia.initdata.agentpolicy.AgentRequest;
import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.lint.LintOptions;
import dev.fiducia.initdata.lint.LintProfile;
import dev.fiducia.initdata.lint.Linter;
import dev.fiducia.initdata.lint.Severity;
import dev.fiducia.policy.image.AllowedRegistries;
import dev.fiducia.policy.image.ImagePolicyException;
import dev.fiducia.policy.image.RegistryRule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

class PolicyRulesTest {

    private static final Linter LINTER = Linter.of(PolicyRules.all());
    private static final LintOptions PROD = LintOptions.prod(InstantSource.system());
    private static final String CLOSED =
            Arrays.stream(AgentRequest.values())
                    .filter(request -> !request.isRemoved())
                    .map(request -> "default " + request.ruleName() + " := false\n")
                    .collect(
                            Collectors.joining(
                                    "",
                                    "package agent_policy\nimport future.keywords\n",
                                    "default AllowRequestsFailingPolicy := false\n"));
    private static final String CHECKED =
            "\"cdh.toml\" = '''\n[image]\nimage_security_policy_uri = \"kbs:///a/b/c\"\n'''\n";

    @Test
    void aClosedPolicyHasNoFindings() {
        assertThat(findings(CLOSED)).isEmpty();
        assertThat(LINTER.lint(document(""), PROD).findings()).isEmpty();
    }

    /// What is changed in the closed policy, or added to it, and what is then found.
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "SetPolicyRequest := true ~ POL303 ~ ERROR",
                "SetPolicyRequest if input.policy ~ POL303 ~ ERROR",
                "ExecProcessRequest if true ~ POL305 ~ ERROR",
                "ExecProcessRequest if regex.match(\"ready\", input.x) ~ POL305 ~ WARNING",
                "ExecProcessRequest if regex.match(\"^ready\", input.x) ~ POL305 ~ WARNING",
                "ExecProcessRequest if concat(\" \", input.process.Args) == \"ready\" ~ POL305 ~ WARNING",
                "ReadStreamRequest := true ~ POL306 ~ WARNING",
                "WriteStreamRequest := true ~ POL306 ~ WARNING",
                "CopyFileRequest if startswith(input.path, \"/\") ~ POL307 ~ WARNING",
                "CreateContainerRequest := true ~ POL308 ~ ERROR",
                "SetGuestDateTimeRequest := true ~ POL309 ~ WARNING",
                "ReseedRandomDevRequest if input.data ~ POL309 ~ WARNING",
                "UpdateRoutesRequest := true ~ POL309 ~ WARNING",
                "SetIPTablesRequest := true ~ POL309 ~ WARNING",
                "GetDiagnosticDataRequest := true ~ POL309 ~ WARNING",
                "default PullImageRequest := true ~ POL310 ~ INFO",
                "default StartTracingRequest := false ~ POL310 ~ INFO",
                "default ExecProcesRequest := false ~ POL310 ~ WARNING",
                "default MadeUpRequest := false ~ POL310 ~ WARNING",
                "# policy_data := {\"containers\": []} ~ POL312 ~ WARNING",
                "x := `policy_data := {` ~ POL312 ~ WARNING",
                "policy_data := {\"a\": 1,} ~ POL312 ~ WARNING",
                "policy_data = {\"a\": 1} ~ POL312 ~ WARNING",
                "policy_data := {\"a\": input.x} ~ POL312 ~ WARNING",
                "ExecProcessRequest if { print(\"x\"); input.x == 1 } ~ POL314 ~ INFO",
            })
    void findsWhatIsWrong(String rule, String id, Severity severity) {
        assertThat(findings(CLOSED + rule + "\n"))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.id()).isEqualTo(id);
                    assertThat(found.severity()).isEqualTo(severity);
                    assertThat(found.location().file()).isEqualTo("policy.rego");
                    assertThat(found.fix()).isNotBlank();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package agent_policy\nX {",
                "package other\n",
                "package agent_policy.more\n",
                "package agent_policy\nimport future.keywords\nX if no_such_function(1)\n",
                "package agent_policy\nimport future.keywords\nX if http.send({})\n",
                "not rego",
            })
    void whatAgentsDoNotLoadIsAnError(String policy) {
        assertThat(findings(policy))
                .isNotEmpty()
                .allSatisfy(found -> {
                    assertThat(found.id()).isEqualTo("POL301");
                    assertThat(found.severity()).isEqualTo(Severity.ERROR);
                });
    }

    @Test
    void aPolicyThatAllowsAllIsAnError() {
        String open = CLOSED.replace(":= false", ":= true");

        assertThat(findings(open))
                .extracting(Finding::id)
                .contains(
                        "POL302", "POL303", "POL304", "POL305", "POL306", "POL307", "POL308",
                        "POL309");
        assertThat(findings(open.replace("Policy := true", "Policy := false")))
                .extracting(Finding::id)
                .contains("POL303", "POL304")
                .doesNotContain("POL302");
    }

    @ParameterizedTest
    @ValueSource(strings = {"input", "input.x"})
    void denialsThatMayNotCountAreAnError(String condition) {
        assertThat(findings(CLOSED + "AllowRequestsFailingPolicy if " + condition + "\n"))
                .extracting(Finding::id)
                .contains("POL302", "POL303", "POL304");
    }

    @Test
    void findingsStandAtTheirRule() {
        Finding found = findings(CLOSED + "\nSetPolicyRequest := true\n").getFirst();
        Finding appended =
                findings(CLOSED + "# text\n\ndefault PullImageRequest := false\n").getFirst();

        assertThat(found.location().inFile()).isPresent();
        assertThat(appended.location().inFile().orElseThrow().line())
                .isEqualTo((int) CLOSED.lines().count() + 3);
        assertThat(appended.location().inDocument().orElseThrow().line())
                .isGreaterThan(appended.location().inFile().orElseThrow().line());
    }

    @Test
    void anImagePolicyMakesOpenContainersLessSevere() {
        String open = CLOSED + "CreateContainerRequest := true\n";

        assertThat(LINTER.lint(document(CHECKED + member(open)), PROD).of("POL308"))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARNING);
        assertThat(LINTER.lint(document(member(open)), PROD.with(LintProfile.DEV)).of("POL308"))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARNING);
        assertThat(findings(open)).extracting(Finding::severity).containsExactly(Severity.ERROR);
    }

    @Test
    void missingRequestsAreWarnedOfWhenAPodNeedsThem() {
        List<Finding> found =
                findings(
                        CLOSED.replace("default CreateSandboxRequest := false\n", "")
                                .replace("default VolumeStatsRequest := false\n", ""));

        assertThat(found).extracting(Finding::id).containsExactly("POL311", "POL311");
        assertThat(found)
                .extracting(Finding::severity)
                .containsExactly(Severity.WARNING, Severity.INFO);
        assertThat(found.getFirst().message()).contains("CreateSandboxRequest");
        assertThat(found.getLast().message()).contains("VolumeStatsRequest");
    }

    @Test
    void dataThatIsLastAndStrictIsReadAlike() {
        assertThat(findings(CLOSED + "policy_data := {\"a\": [1, 2.50, 1e3], \"b\": null}\n"))
                .isEmpty();
        assertThat(findings(CLOSED + "policy_data := {\"a\": 1}\nx := 1\n"))
                .extracting(Finding::id)
                .containsExactly("POL312");
        assertThat(
                        findings(
                                CLOSED
                                        + "policy_data = {\"a\": 1}\n"
                                        + "# policy_data := {\"a\": 2}\n"))
                .singleElement()
                .satisfies(found -> assertThat(found.message()).contains("other text"));
    }

    @Test
    void imagesAreToBePinnedAndAllowed() throws ImagePolicyException {
        String digest = "@sha256:" + "ab".repeat(32);
        String tagged = data("registry.example.com/web:1");
        AllowedRegistries registries =
                AllowedRegistries.of(List.of(RegistryRule.of("other.example.com", false)));
        Linter strict = Linter.of(PolicyRules.all(registries));

        assertThat(findings(tagged)).extracting(Finding::id).containsExactly("POL313");
        assertThat(findings(data("registry.example.com/web" + digest))).isEmpty();
        assertThat(findings(data("Not An Image")))
                .extracting(Finding::id)
                .containsExactly("POL313");
        assertThat(
                        strict.lint(
                                        document(member(data("registry.example.com/web" + digest))),
                                        PROD)
                                .findings())
                .singleElement()
                .satisfies(found -> assertThat(found.message()).contains("not allowed"));
    }

    @Test
    void looseDefaultsOfGeneratedPoliciesAreFound() {
        String exec =
                CLOSED
                        + "ExecProcessRequest if input.x == policy_data.request_defaults.y\n"
                        + "policy_data := {\"request_defaults\": {\"ExecProcessRequest\": {\"regex\":"
                        + " [\"ready\"]}, \"CopyFileRequest\": [\"^/tmp/.*$\", \"^/tmp/a$\"]}}\n";

        assertThat(findings(exec)).extracting(Finding::id).containsExactly("POL305", "POL307");
    }

    @Test
    void aLineBeyondTheAgentsLimitIsAnError() {
        assertThat(findings(CLOSED + "# " + "x".repeat(70_000) + "\n"))
                .extracting(Finding::id, Finding::severity)
                .containsExactly(tuple("POL315", Severity.ERROR));
        assertThat(findings(CLOSED + "# " + "x".repeat(65_534) + "\n")).isEmpty();
    }

    @Test
    void everyFindingHasASeverityOfItsCatalogueEntry() {
        assertThat(LINTER.catalogue()).hasSize(15);
        assertThat(LINTER.catalogue())
                .extracting(info -> info.id())
                .allMatch(id -> id.matches("POL3(0[1-9]|1[0-5])"));
    }

    private static String data(String image) {
        return CLOSED
                + "policy_data := {\"containers\": [{\"OCI\": {\"Annotations\":"
                + " {\"io.kubernetes.cri.image-name\": \""
                + image
                + "\"}}}]}\n";
    }

    private static List<Finding> findings(String policy) {
        return LINTER.lint(document(member(policy)), PROD).findings();
    }

    private static String member(String policy) {
        return "\"policy.rego\" = '''\n" + policy + "'''\n";
    }

    private static byte[] document(String members) {
        return ("version = \"0.1.0\"\nalgorithm = \"sha256\"\n\n[data]\n" + members)
                .getBytes(StandardCharsets.UTF_8);
    }
}
