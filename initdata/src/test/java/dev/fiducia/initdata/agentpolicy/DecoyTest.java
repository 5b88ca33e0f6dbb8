package dev.fiducia.initdata.agentpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.initdata.agentpolicy.PolicyData.Cause;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoyTest {

    private static final String HEAD =
            "package agent_policy\nimport future.keywords\npolicy_data := {\"real\": 1}\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "policy_data := {\"other\": 1} ~ SEVERAL_DEFINITIONS",
                "policy_data := {\"real\": 1} ~ SEVERAL_DEFINITIONS",
                "policy_data.other := 1 ~ SEVERAL_DEFINITIONS",
                "policy_data[x] := 1 if x := input.a ~ SEVERAL_DEFINITIONS",
                "policy_data contains 1 ~ SEVERAL_DEFINITIONS",
                "policy_data(x) := x ~ SEVERAL_DEFINITIONS",
                "default policy_data := {} ~ SEVERAL_DEFINITIONS",
                "import data.other as policy_data ~ SEVERAL_DEFINITIONS",
                "import data.other.policy_data ~ SEVERAL_DEFINITIONS",
                "import input.policy_data ~ SEVERAL_DEFINITIONS",
                "A if B with data.agent_policy.policy_data as {} ~ REPLACED",
                "A if B with data.agent_policy.policy_data.real as 2 ~ REPLACED",
                "A if B with data.agent_policy as {} ~ REPLACED",
                "A if B with data[\"agent_policy\"][\"policy_data\"] as {} ~ REPLACED",
                "A if B with data as {} ~ REPLACED",
                "A if B with policy_data as {} ~ REPLACED",
                "A if count([1 | B with policy_data.real as 3]) == 1 ~ REPLACED",
                "A if every x in [1] { x == 1 with policy_data as {} } ~ REPLACED",
                "A := 1 if false else := 2 if B with policy_data as {} ~ REPLACED",
                "import data.agent_policy as p; A if B with p.policy_data as {} ~ REPLACED",
                "A if { policy_data := input; policy_data.x } ~ HIDDEN",
                "A if { [policy_data, _] := input.x; policy_data } ~ HIDDEN",
                "A if { some policy_data in input.x } ~ HIDDEN",
                "A if { some policy_data; input.x[policy_data] } ~ HIDDEN",
                "A if every policy_data in input.x { policy_data } ~ HIDDEN",
                "f(policy_data) if policy_data.x ~ HIDDEN",
                "f({\"a\": policy_data}) if policy_data.x ~ HIDDEN",
                "A := {y | policy_data := input.y; y := policy_data} ~ HIDDEN",
            })
    void dataThatRulesMayNotSeeIsNotBelieved(String rules, Cause cause) {
        PolicyData data =
                GeneratedPolicy.read(
                                HEAD
                                        + (rules.startsWith("import data.agent_policy as")
                                                ? rules.replace("; ", "\n")
                                                : rules)
                                        + "\n")
                        .data();

        assertThat(data)
                .isInstanceOfSatisfying(
                        PolicyData.Refused.class,
                        refused -> assertThat(refused.cause()).isEqualTo(cause));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "A if B with input as {}",
                "A if B with data.pstate as {}",
                "A if B with data.agent_policy.other as {}",
                "A if policy_data.real == 1",
                "A if policy_data = {}",
                "A := \"policy_data := {}\"",
                "my_policy_data := {}",
                "A.policy_data := 1",
                "A := input.policy_data",
            })
    void dataThatNothingDisguisesIsBelieved(String rules) {
        PolicyData data = GeneratedPolicy.read(HEAD + "other := 1\n" + rules + "\n").data();

        assertThat(data)
                .isInstanceOfSatisfying(
                        PolicyData.Plain.class,
                        plain -> assertThat(plain.json().path("real").asInt()).isEqualTo(1));
    }
}
