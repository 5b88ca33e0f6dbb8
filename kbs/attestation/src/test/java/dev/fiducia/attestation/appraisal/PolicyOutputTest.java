package dev.fiducia.attestation.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class PolicyOutputTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "3",
                "\"hardware\"",
                "{'hardware':128}",
                "{'hardware':-129}",
                "{'hardware':256}",
                "{'hardware':258}",
                "{'hardware':4294967298}",
                "{'hardware':2.0}",
                "{'hardware':2.5}",
                "{'hardware':'2'}",
                "{'hardware':null}",
                "{'hardware':true}",
                "{'hardware':[2]}",
                "{'hardware':1e2}",
                "{'hardware':99999999999999999999999999}",
                "{'instance_identity':2}",
                "{'Hardware':2}",
                "{'':2}",
                "{'hardware':2,'colour':2}"
            })
    void refusesTrustClaimsThatAreNone(String claims) {
        assertRefused(PolicyOutput.read(Optional.of(json(claims)), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "'x'",
                "[1]",
                "[{}]",
                "[null]",
                "[{'name':'a','key':1}]",
                "[{'name':'a','value':1}]",
                "[{'key':1,'value':1}]",
                "[{'name':1,'key':1,'value':1}]",
                "[{'name':'a','key':'1','value':1}]",
                "[{'name':'a','key':1.5,'value':1}]",
                "[{'name':'a','key':2147483648,'value':1}]",
                "[{'name':'a','key':1,'value':1},{'name':'a','key':2,'value':1}]",
                "[{'name':'a','key':1,'value':1},{'name':'b','key':1,'value':1}]",
                "[{'name':'ear.status','key':1,'value':'affirming'}]",
                "[{'name':'ear.trustworthiness-vector','key':1,'value':{}}]",
                "[{'name':'ear.veraison.annotated-evidence','key':1,'value':{}}]",
                "[{'name':'ear.appraisal-policy-id','key':1,'value':'x'}]"
            })
    void refusesExtensionsThatAreNone(String extensions) {
        assertRefused(PolicyOutput.read(Optional.empty(), Optional.of(json(extensions))));
    }

    /// Each part is there once in memory; written out, they are without end.
    @Test
    void refusesValuesThatGrowWithoutEnd() {
        StringBuilder doubling = new StringBuilder("package policy\n");
        for (int i = 0; i < 60; i++) {
            doubling.append("r%d := [r%d, r%d]\n".formatted(i, i + 1, i + 1));
        }
        assertRefused(judge(doubling + "r60 := 1\ntrust_claims := r0\n"));
        assertRefused(
                judge(
                        doubling
                                + "r60 := 1\nextensions := [{\"name\": \"a\", \"key\": 1, \"value\": r0}]\n"));
        assertRefused(
                judge(
                        "package policy\nextensions := [{\"name\": \"a\", \"key\": 1, \"value\": "
                                + "[".repeat(100)
                                + "]".repeat(100)
                                + "}]\n"));
    }

    private static PolicyResult judge(String policy) {
        return AppraisalPolicy.compile("p.rego", policy)
                .policy()
                .orElseThrow()
                .judge(JSON.createObjectNode(), _ -> Optional.empty());
    }

    @Test
    void absentRulesSayNothing() {
        PolicyResult result = PolicyOutput.read(Optional.empty(), Optional.empty());
        assertThat(result)
                .isInstanceOfSatisfying(
                        PolicyResult.Judged.class,
                        judged -> {
                            assertThat(judged.verdict().trustVector())
                                    .isEqualTo(TrustVector.silent());
                            assertThat(judged.verdict().extensions()).isEmpty();
                        });
    }

    @Test
    void keepsWhatIsSetAndOnlyThat() {
        PolicyResult result =
                PolicyOutput.read(
                        Optional.of(json("{'hardware':-128,'executables':127}")),
                        Optional.of(json("[{'name':'a','key':-18,'value':null}]")));
        assertThat(result)
                .isInstanceOfSatisfying(
                        PolicyResult.Judged.class,
                        judged -> {
                            assertThat(judged.verdict().trustVector().toJson())
                                    .hasToString("{\"executables\":127,\"hardware\":-128}");
                            assertThat(judged.verdict().extensions())
                                    .containsExactly(new Extension("a", -18, JSON.nullNode()));
                        });
    }

    private static void assertRefused(PolicyResult result) {
        assertThat(result).isInstanceOf(PolicyResult.Refused.class);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
