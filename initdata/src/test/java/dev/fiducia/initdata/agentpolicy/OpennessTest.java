package dev.fiducia.initdata.agentpolicy;

import static dev.fiducia.initdata.agentpolicy.GeneratedPolicy.examined;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

class OpennessTest {

    private static final String PACKAGE = "package agent_policy\n";
    private static final String FUTURE = PACKAGE + "import future.keywords\n";

    /// Each line alone, below package and keywords, opens ExecProcessRequest.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "default ExecProcessRequest := true",
                "default ExecProcessRequest = true",
                "default ExecProcessRequest := {\"allowed\": true}",
                "ExecProcessRequest := true",
                "ExecProcessRequest if true",
                "ExecProcessRequest if 1 == 1",
                "ExecProcessRequest if not false",
                "ExecProcessRequest := {\"allowed\": true, \"ops\": []}",
                "ExecProcessRequest.allowed := true",
                "ExecProcessRequest[\"allowed\"] := input == {} ",
                "ExecProcessRequest := true if input",
                "ExecProcessRequest if input.process",
                "ExecProcessRequest if count(input.process.Args) > 0",
                "ExecProcessRequest if not input.secret",
                "ExecProcessRequest if input.process.Args[_] == \"/bin/sh\"",
                "ExecProcessRequest if regex.match(`.*`, concat(\" \", input.process.Args))",
                "ExecProcessRequest if data.pstate == {}",
                "ExecProcessRequest := false if { input.x } else := true",
                "default ExecProcessRequest := true\nExecProcessRequest := false if { input.x == 1 }",
                "ExecProcessRequest := yes\nyes := policy_data.exec\npolicy_data := {\"exec\": true}",
                "ExecProcessRequest if f(1)\nf(x) if x == 1",
                "ExecProcessRequest if input.a with input as {\"a\": 1}",
                "default AllowRequestsFailingPolicy := true",
                "AllowRequestsFailingPolicy if input == {}",
                "AllowRequestsFailingPolicy if input.later",
                "AllowRequestsFailingPolicy if count([1 | some i in numbers.range(1, 100000); some j in numbers.range(1, 100000); i + j < 0]) == 1",
                "ExecProcessRequest if count([1 | some i in numbers.range(1, 100000); some j in numbers.range(1, 100000); i + j < 0]) == 1",
            })
    void opens(String rules) {
        assertThat(examined(FUTURE + rules).of(AgentRequest.EXEC_PROCESS).openness())
                .isEqualTo(Openness.OPEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "default ExecProcessRequest := false | CLOSED",
                "default ExecProcessRequest := \"true\" | CLOSED",
                "default ExecProcessRequest := {\"allowed\": \"true\"} | CLOSED",
                "default ExecProcessRequest := [true] | CLOSED",
                "ExecProcessRequest := false | CLOSED",
                "ExecProcessRequest := policy_data.e; policy_data := {\"e\": false} | CLOSED",
                "ExecProcessRequest contains true if true | CLOSED",
                "ExecProcessRequest if false | UNDEFINED",
                "ExecProcessRequest := policy_data.e; policy_data := {} | UNDEFINED",
                "ExecProcessRequest(x) := true if x | UNDEFINED",
                "execProcessRequest := true | UNDEFINED",
                "x := \"ExecProcessRequest := true\" | UNDEFINED",
                "x if { ExecProcessRequest := true } | UNDEFINED",
                "ExecProcessRequest if input.process.Args == [\"/bin/ready\"] | CONDITIONAL",
                "ExecProcessRequest if f(input); f(x) := x.a == 1 | CONDITIONAL",
                "ExecProcessRequest if f.g; f := data.agent_policy.h; h := input.q | CONDITIONAL",
                "ExecProcessRequest if data.agent_policy.f(1); f(_) := input.q | CONDITIONAL",
                "ExecProcessRequest if i.a; import input as i | CONDITIONAL",
                "ExecProcessRequest := true if { input.a; to_number(\"x\") } | CONDITIONAL",
                "default ExecProcessRequest := true; ExecProcessRequest := false if { not input.ok } | CONDITIONAL",
            })
    void doesNotOpen(String rules, Openness expected) {
        String text = rules.contains("import") ? reordered(rules) : rules.replace("; ", "\n");
        OpennessReport report = examined(FUTURE + text + "\n");

        assertThat(report.of(AgentRequest.EXEC_PROCESS).openness()).isEqualTo(expected);
        assertThat(report.of(AgentRequest.EXEC_PROCESS).reason()).isNotBlank();
        assertThat(report.allowsFailing()).isFalse();
    }

    @Test
    void failingPolicyOpensEverything() {
        OpennessReport report =
                examined(
                        PACKAGE
                                + "default AllowRequestsFailingPolicy := true\n"
                                + "default ExecProcessRequest := false\n");

        assertThat(report.with(Openness.OPEN)).hasSize(AgentRequest.values().length);
        assertThat(report.allowsFailing()).isTrue();
        assertThat(report.allowsAll()).isTrue();
    }

    @Test
    void aGeneratedPolicyIsNarrow() {
        OpennessReport report = examined(GeneratedPolicy.TEXT);

        assertThat(report.with(Openness.CONDITIONAL))
                .containsExactly(
                        AgentRequest.COPY_FILE,
                        AgentRequest.CREATE_CONTAINER,
                        AgentRequest.CREATE_SANDBOX,
                        AgentRequest.EXEC_PROCESS,
                        AgentRequest.UPDATE_INTERFACE,
                        AgentRequest.UPDATE_ROUTES);
        assertThat(report.with(Openness.CLOSED))
                .containsExactly(
                        AgentRequest.ADD_ARP_NEIGHBORS,
                        AgentRequest.CLOSE_STDIN,
                        AgentRequest.READ_STREAM,
                        AgentRequest.SET_POLICY,
                        AgentRequest.WRITE_STREAM);
        assertThat(report.isReplaceable()).isFalse();
        assertThat(report.allowsAll()).isFalse();
        assertThat(report.unknown()).isEmpty();
    }

    @Test
    void requestDefaultsDecideWhatIsOpen() {
        OpennessReport report =
                examined(
                        GeneratedPolicy.TEXT.replace(
                                "\"ReadStreamRequest\": false", "\"ReadStreamRequest\": true"));

        assertThat(report.isOpen(AgentRequest.READ_STREAM)).isTrue();
        assertThat(report.isOpen(AgentRequest.WRITE_STREAM)).isFalse();
    }

    @Test
    void aWidePatternForFilesIsFoundByAsking() {
        OpennessReport report =
                examined(GeneratedPolicy.TEXT.replace("^$(cpath)/[a-z0-9-]+$", ".*"));

        assertThat(report.isOpen(AgentRequest.COPY_FILE)).isTrue();
    }

    @Test
    void aListOfEarlierReleasesAllowsAllAndMissesWhatIsNew() {
        StringBuilder list = new StringBuilder(PACKAGE);
        for (AgentRequest request : AgentRequest.values()) {
            switch (request) {
                case ADD_SWAP_PATH,
                        GET_DIAGNOSTIC_DATA,
                        GET_IP_TABLES,
                        MEM_AGENT_COMPACT_CONFIG,
                        MEM_AGENT_MEMCG_CONFIG,
                        RESIZE_VOLUME,
                        SET_IP_TABLES,
                        VOLUME_STATS -> {
                    // These came later.
                }
                default -> list.append("default ").append(request.ruleName()).append(" := true\n");
            }
        }
        OpennessReport report = examined(list.toString());

        assertThat(report.with(Openness.OPEN)).hasSize(36);
        assertThat(report.with(Openness.UNDEFINED)).hasSize(8);
        assertThat(report.allowsAll()).isTrue();
        assertThat(report.isReplaceable()).isTrue();
    }

    @Test
    void namesThatOnlyLookLikeRequestsAreListed() {
        OpennessReport report =
                examined(
                        PACKAGE
                                + "default ExecProcesRequest := true\n"
                                + "default NewRequest := true\n"
                                + "default execprocessrequest := true\n"
                                + "default helper := true\n"
                                + "default PullImageRequest := true\n");

        assertThat(report.unknown())
                .containsExactly("ExecProcesRequest", "NewRequest", "execprocessrequest");
        assertThat(NearbyNames.of("ExecProcesRequest")).contains("ExecProcessRequest");
        assertThat(NearbyNames.of("ExecProcessRequest")).isEmpty();
        assertThat(NearbyNames.of("NewRequest")).isEmpty();
    }

    @Test
    void theCatalogueHasTheNamesOfTheProtocol() {
        assertThat(AgentRequest.current()).hasSize(41);
        assertThat(AgentRequest.values()).hasSize(44);
        assertThat(Arrays.stream(AgentRequest.values()).filter(AgentRequest::isRemoved))
                .extracting(AgentRequest::ruleName)
                .containsExactlyInAnyOrder(
                        "PullImageRequest", "StartTracingRequest", "StopTracingRequest");
        assertThat(AgentRequest.of("CreateSandboxRequest"))
                .hasValueSatisfying(request -> assertThat(request.isNeededToStart()).isTrue());
        assertThat(Probes.all().keySet())
                .allSatisfy(name -> assertThat(AgentRequest.of(name)).isPresent());
    }

    private static String reordered(String rules) {
        String[] parts = rules.split("; ", -1);
        return parts[1] + "\n" + parts[0];
    }
}
