package dev.fiducia.initdata.agentpolicy;

import static dev.fiducia.initdata.agentpolicy.GeneratedPolicy.DATA;
import static dev.fiducia.initdata.agentpolicy.GeneratedPolicy.RULES;
import static dev.fiducia.initdata.agentpolicy.GeneratedPolicy.TEXT;
import static dev.fiducia.initdata.agentpolicy.GeneratedPolicy.registered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

class PolicyRegisterTest {

    private static final PolicyRegister FULL =
            register(registered("full", RegisteredPolicy.Kind.FULL, TEXT));
    private static final PolicyRegister RULES_ONLY =
            register(registered("rules", RegisteredPolicy.Kind.RULES, RULES));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "package agent_policy\nX {",
                "package agent_policy\npackage other\n",
                "package other\ndefault ExecProcessRequest := false",
                "package agent_policy.ExecProcessRequest\nallowed := true",
                "package agent_policy\nExecProcessRequest if no_such_function(input)",
                "package agent_policy\nimport future.keywords\nExecProcessRequest if x",
                "package agent_policy\nimport future.keywords\na if not b\nb if not a",
                "package agent_policy\nx := \"\ud800\"",
                "package agent_policy\nx := 1 + 1e999999999",
            })
    void whatAgentsRefuseIsUnparseable(String text) {
        PolicyVerdict verdict = FULL.judge(Optional.of(text));

        assertThat(verdict.match()).isEqualTo(PolicyMatch.UNPARSEABLE);
        assertThat(verdict.reasons()).isNotEmpty();
        assertThat(verdict.policy()).isEmpty();
        assertThat(AgentPolicyClaims.of(verdict).openness()).isEmpty();
    }

    @Test
    void aTextThatTheDialectsReadDifferentlyIsUnparseable() {
        // Version 1: one membership test. Version 0: three conditions, the second a variable `in`.
        String text = "package agent_policy\nx := [1 | a := 1; a\nin\n([1])]\n";

        PolicyVerdict verdict = FULL.judge(Optional.of(text));

        assertThat(verdict.match()).isEqualTo(PolicyMatch.UNPARSEABLE);
        assertThat(verdict.reasons().getFirst()).contains("dialects-differ");
    }

    @Test
    void aDocumentWithoutPolicyIsAbsent() {
        assertThat(FULL.judge(Optional.empty()).match()).isEqualTo(PolicyMatch.ABSENT);
    }

    @Test
    void aTextLongerThanAnyDocumentIsRefused() {
        String text = TEXT + "#".repeat(AgentPolicy.MAX_LENGTH);

        assertThat(FULL.judge(Optional.of(text)).match()).isEqualTo(PolicyMatch.UNPARSEABLE);
    }

    @Test
    void theSameBytesAreExact() {
        PolicyVerdict verdict = FULL.judge(Optional.of(TEXT));

        assertThat(verdict.match()).isEqualTo(PolicyMatch.EXACT);
        assertThat(verdict.registered()).extracting(RegisteredPolicy::id).containsExactly("full");
    }

    @Test
    void registeredRulesWithOtherDataAreRulesOnly() {
        PolicyVerdict verdict =
                RULES_ONLY.judge(Optional.of(RULES + DATA.replace("/bin/web", "/bin/sh")));

        assertThat(verdict.match()).isEqualTo(PolicyMatch.RULES);
        assertThat(FULL.judge(Optional.of(RULES + DATA.replace("/bin/web", "/bin/sh"))).match())
                .isEqualTo(PolicyMatch.NONE);
    }

    @Test
    void registeredRulesAloneCompileForNoAgent() {
        assertThat(RULES_ONLY.judge(Optional.of(RULES)).match()).isEqualTo(PolicyMatch.UNPARSEABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "policy_data := {\"containers\": [input.x]}",
                "policy_data := {\"containers\": []}\npolicy_data := {\"containers\": []}",
                "policy_data.containers := []",
                "default policy_data := {\"containers\": []}",
                "policy_data := {\"containers\": []} if input.x",
                "policy_data := [1]",
            })
    void dataThatIsNotPlainIsNotBelieved(String data) {
        PolicyMatch match = RULES_ONLY.judge(Optional.of(RULES + data)).match();

        assertThat(match).isIn(PolicyMatch.NONE, PolicyMatch.UNPARSEABLE);
    }

    @Test
    void whatCannotBeLoadedCannotBeRegistered() {
        for (RegisteredPolicy.Kind kind : RegisteredPolicy.Kind.values()) {
            assertThatThrownBy(
                            () -> new PolicyRegister(List.of(registered("x", kind, "package a"))))
                    .isInstanceOf(AgentPolicyException.class)
                    .hasMessageContaining("wrong-package");
        }
        assertThatThrownBy(() ->
                        new PolicyRegister(
                                List.of(registered("x", RegisteredPolicy.Kind.FULL, RULES))))
                .isInstanceOf(AgentPolicyException.class)
                .hasMessageContaining("does-not-compile");
        assertThatThrownBy(() ->
                        new PolicyRegister(
                                List.of(registered("x", RegisteredPolicy.Kind.RULES, TEXT))))
                .isInstanceOf(AgentPolicyException.class)
                .hasMessageContaining("data-in-rules");
    }

    @Test
    void claimsSayWhatTheRegistryKnows() {
        ObjectNode claims = AgentPolicyClaims.of(FULL.judge(Optional.of(TEXT))).toJson();

        assertThat(claims.path("match").asText()).isEqualTo("exact");
        assertThat(claims.at("/registered/0/id").asText()).isEqualTo("full");
        assertThat(claims.at("/registered/0/labels/team").asText()).isEqualTo("web");
        assertThat(claims.at("/openness/ExecProcessRequest").asText()).isEqualTo("conditional");
        assertThat(claims.path("openness")).hasSize(AgentRequest.values().length);
        assertThat(claims.path("replaceable").asBoolean()).isFalse();
        assertThat(claims.path("images"))
                .extracting(image -> image.asText())
                .containsExactly(
                        "registry.example.com/web:1.2",
                        "registry.example.com/web@sha256:" + "ab".repeat(32));
    }

    @Test
    void claimsOfAnUnregisteredPolicyNameNothing() {
        PolicyVerdict verdict =
                FULL.judge(Optional.of("package agent_policy\ndefault SetPolicyRequest := true\n"));
        ObjectNode claims = AgentPolicyClaims.of(verdict).toJson();

        assertThat(claims.path("match").asText()).isEqualTo("none");
        assertThat(claims.path("registered")).isEmpty();
        assertThat(claims.path("images")).isEmpty();
        assertThat(claims.path("replaceable").asBoolean()).isTrue();
    }

    @Test
    void containersCarryTheirNamesAndLabels() {
        List<PolicyContainer> containers = PolicyContainer.of(GeneratedPolicy.read(TEXT).data());

        assertThat(containers).hasSize(2);
        assertThat(containers.get(0).name()).isEmpty();
        assertThat(containers.get(1).name()).contains("web");
        assertThat(containers.get(1).labels()).containsKey("io.kubernetes.cri.container-type");
    }

    static PolicyRegister register(RegisteredPolicy... policies) {
        try {
            return new PolicyRegister(List.of(policies));
        } catch (AgentPolicyException e) {
            throw new AssertionError(e);
        }
    }
}
