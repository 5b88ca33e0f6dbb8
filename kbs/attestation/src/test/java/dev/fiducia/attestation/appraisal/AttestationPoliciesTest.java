package dev.fiducia.attestation.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.fiducia.attestation.InMemoryStore;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class AttestationPoliciesTest {
    private static final String HEAD = "package policy\nimport rego.v1\n";
    private static final JsonNode INPUT = JsonNodeFactory.instance.objectNode().put("svn", "1");

    private final InMemoryStore store = new InMemoryStore();
    private final AttestationPolicies policies =
            new AttestationPolicies(store, CryptoSuite.create(CryptoPreference.AUTO));

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\u0000", "ä", "a:b", "a\\b"})
    void refusesIdsThatAreNone(String id) {
        assertThat(policies.set(id, HEAD)).isInstanceOf(PolicyUpload.Rejected.class);
        assertThat(policies.get(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "trust_claims := {}",
                "package policy\ntrust_claims := {",
                "package policy\nimport rego.v1\na := b"
            })
    void refusesTextThatDoesNotCompileAndSaysWhere(String text) {
        assertThat(policies.set("default_cpu", text))
                .isInstanceOfSatisfying(
                        PolicyUpload.Rejected.class,
                        rejected ->
                                assertThat(rejected.refusal().message())
                                        .contains("default_cpu:")
                                        .contains("rego_"));
        assertThat(policies.get("default_cpu"))
                .hasValueSatisfying(kept -> assertThat(kept).contains("CPU TEEs"));
    }

    @Test
    void refusesTextBeyondTheBound() {
        assertThat(policies.set("x_cpu", "#".repeat((1 << 20) + 1)))
                .isInstanceOf(PolicyUpload.Rejected.class);
    }

    @Test
    void missingPolicyIsARefusal() {
        assertRefused(
                "policy-not-found", policies.judge("mine", "cpu", INPUT, name -> Optional.empty()));
        assertRefused(
                "policy-not-found",
                policies.judge("default", "mine", INPUT, name -> Optional.empty()));
        assertRefused(
                "policy-not-found", policies.judge("", "cpu", INPUT, name -> Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trust_claims := {\"hardware\": 2} if input.absent",
                "trust_claims := {\"hardware\": input.absent}",
                "trust_claims := {\"hardware\": 2}\nextensions := [] if false"
            })
    void undefinedRuleIsARefusal(String rules) {
        assertRefused("policy-undefined", judge(rules));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trust_claims := {\"hardware\": to_number(\"x\")}",
                "trust_claims := {\"hardware\": 2} if input.svn\ntrust_claims := {\"hardware\": 3} if input",
                "trust_claims := {\"hardware\": query_reference_value(7)}"
            })
    void failingRuleIsARefusal(String rules) {
        assertRefused("policy-failed", judge(rules));
    }

    @Test
    void outputThatIsNoVerdictIsARefusal() {
        assertRefused("policy-output", judge("trust_claims := {\"hardware\": 300}"));
        assertRefused("policy-output", judge("trust_claims contains 2"));
        assertRefused(
                "policy-output",
                judge("trust_claims := {\"hardware\": query_reference_value(\"none\")}"));
    }

    @Test
    void otherPackagesSayNothing() {
        assertThat(
                        policies.set(
                                "other_cpu",
                                "package other\nimport rego.v1\ntrust_claims := {\"hardware\": 2}"))
                .isInstanceOf(PolicyUpload.Stored.class);
        assertVector(
                TrustVector.silent().toJson().toString(),
                policies.judge("other", "cpu", INPUT, name -> Optional.empty()));
    }

    @Test
    void usersPolicyReplacesTheDefaultAtOnce() {
        String text =
                HEAD
                        + "trust_claims := {\"hardware\": 2} if input.svn in query_reference_value(\"svn\")";
        assertThat(policies.get("default_cpu")).isPresent();
        assertThat(policies.set("default_cpu", text)).isInstanceOf(PolicyUpload.Stored.class);
        assertThat(policies.get("default_cpu")).contains(text);
        JsonNode accepted = JsonNodeFactory.instance.arrayNode().add("1");
        assertVector(
                "{\"hardware\":2}",
                policies.judge("default", "cpu", INPUT, name -> Optional.of(accepted)));
        policies.set("default_cpu", HEAD + "trust_claims := {\"hardware\": 96}");
        assertVector(
                "{\"hardware\":96}",
                policies.judge("default", "cpu", INPUT, name -> Optional.empty()));
    }

    @Test
    void storedTextThatNoLongerCompilesIsARefusal() {
        store.put("attestation_service_policy", "default_cpu", "no policy");
        assertRefused(
                "policy-invalid",
                policies.judge("default", "cpu", INPUT, name -> Optional.empty()));
    }

    @Test
    void listsDefaultsWithoutStoringThem() {
        policies.set("mine_cpu", HEAD);
        assertThat(policies.list())
                .containsExactly(
                        "default_cpu",
                        "default_dcu",
                        "default_gpu",
                        "default_nvidia-dpu",
                        "default_ppcie",
                        "default_switch",
                        "mine_cpu");
        assertThat(store.get(AttestationPolicies.NAMESPACE, "default_cpu")).isEmpty();
    }

    private PolicyResult judge(String rules) {
        assertThat(policies.set("mine_cpu", HEAD + rules)).isInstanceOf(PolicyUpload.Stored.class);
        return policies.judge("mine", "cpu", INPUT, name -> Optional.empty());
    }

    private static void assertRefused(String code, PolicyResult result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        PolicyResult.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(code));
    }

    private static void assertVector(String json, PolicyResult result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        PolicyResult.Judged.class,
                        judged ->
                                assertThat(judged.verdict().trustVector().toJson())
                                        .hasToString(json));
    }
}
