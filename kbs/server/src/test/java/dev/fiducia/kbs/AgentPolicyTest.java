package dev.fiducia.kbs;

import static dev.fiducia.kbs.TestService.assertDenied;
import static dev.fiducia.kbs.TestService.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.fiducia.initdata.InitdataAnnotation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/// Registered agent policies: what administrators do with them, and what they do to guests.
class AgentPolicyTest {
    private static final String SECRET = "resource/default/web/key";
    private static final String CONTENT = "eight by";
    private static final String POLICY =
            """
            package agent_policy

            import future.keywords.if
            import future.keywords.in

            default CreateContainerRequest := false
            default ExecProcessRequest := false
            default SetPolicyRequest := false

            ExecProcessRequest if input.process.Args == ["uname", "-r"]
            """;

    @TempDir private Path folder;
    private TestService service;

    @BeforeEach
    void start() throws Exception {
        service = new TestService(folder, "strict");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void onlyApprovedPoliciesMatch() throws Exception {
        assertMatch(POLICY, "none");
        String id = add("web", POLICY, 201).path("id").asText();
        assertMatch(POLICY, "none");

        service.admin("POST", "agent-policies/" + id + ":approve", "", 200);
        assertMatch(POLICY, "exact");
        assertMatch(POLICY.replace(" := ", "  :=  ") + "# note\n", "equivalent");
        assertMatch(POLICY.replace("uname", "sh"), "none");
        assertMatch("package agent_policy\nX {", "unparseable");

        service.admin("POST", "agent-policies/web@1:revoke", "{\"reason\":\"leaked\"}", 200);
        assertMatch(POLICY, "none");
        service.admin("POST", "agent-policies/web:approve", "", 409);
        service.admin("POST", "agent-policies/web:approve?reinstate=true", "", 409);
        service.admin(
                "POST",
                "agent-policies/web:approve?reinstate=true",
                "{\"reason\":\"was not\"}",
                200);
        assertMatch(POLICY, "exact");
    }

    @Test
    void rulesAreApprovedApartFromTheirData() throws Exception {
        String rules =
                POLICY + "CreateContainerRequest if input.x == policy_data.containers[_].x\n";
        service.admin("POST", "agent-policies?name=kata&kind=rules&approve=true", rules, 201);

        assertMatch(rules + "policy_data := {\"containers\": [{\"x\": 1}]}\n", "rules");
        assertMatch(rules + "policy_data := {\"containers\": input}\n", "none");
        service.admin("POST", "agent-policies?name=kata", rules, 422);
    }

    @Test
    void theNextTextOfANameIsItsNextRevision() throws Exception {
        assertThat(add("web", POLICY, 201).path("revision").asInt()).isEqualTo(1);
        assertThat(add("web", POLICY, 200).path("revision").asInt()).isEqualTo(1);
        assertThat(add("web", POLICY + "x := 1\n", 201).path("revision").asInt()).isEqualTo(2);
        add("other", POLICY, 409);
        service.admin("POST", "agent-policies?name=web&kind=rules", POLICY, 409);
        service.admin("POST", "agent-policies/web@1:approve", "", 200);

        assertThat(service.admin("GET", "agent-policies/web", "", 200).path("revision").asInt())
                .isEqualTo(1);
        assertThat(
                        service.admin("GET", "agent-policies?state=draft", "", 200)
                                .at("/items/0/revision")
                                .asInt())
                .isEqualTo(2);
        service.admin("GET", "agent-policies/web@3", "", 404);
        service.admin("POST", "agent-policies/nobody:approve", "", 404);
        service.admin("POST", "agent-policies/web", "", 404);
        service.admin("POST", "agent-policies?name=Web", POLICY, 400);
        service.admin("POST", "agent-policies?name=web&kind=all", POLICY, 400);
        service.admin("POST", "agent-policies?name=web&labels=x", POLICY, 400);
        service.admin("POST", "agent-policies?name=web", "package other\n", 422);
        service.admin("POST", "agent-policies?name=web", document("web"), 422);
    }

    @Test
    void aPolicyIsCheckedInWhateverItComes() throws Exception {
        String document = document("web", POLICY);
        byte[] rego = POLICY.getBytes(StandardCharsets.UTF_8);
        byte[] toml = document.getBytes(StandardCharsets.UTF_8);
        service.admin("POST", "agent-policies?name=web&approve=true", POLICY, 201);

        assertForm(POLICY, "rego", "exact");
        assertForm(document, "document", "exact");
        assertForm(document("web"), "document", "absent");
        assertForm(InitdataAnnotation.encode(toml), "initdata-annotation", "exact");
        assertForm(Base64.getEncoder().encodeToString(rego), "policy-annotation", "exact");
        service.admin("POST", "agent-policies:check", "H4sIAAAA", 422);

        JsonNode open = service.admin("POST", "agent-policies:check", POLICY, 200).path("requests");
        assertThat(open.at("/ExecProcessRequest/openness").asText()).isEqualTo("conditional");
        assertThat(open.at("/SetPolicyRequest/openness").asText()).isEqualTo("closed");
    }

    @Test
    void oneRequestIsEvaluatedAndExplained() throws Exception {
        String allowed = "{\"process\":{\"Args\":[\"uname\",\"-r\"]}}";
        JsonNode yes = evaluate(POLICY, "ExecProcessRequest", allowed);
        JsonNode no = evaluate(POLICY, "ExecProcessRequest", allowed.replace("uname", "sh"));

        assertThat(yes.path("allowed").asBoolean()).isTrue();
        assertThat(no.path("allowed").asBoolean()).isFalse();
        assertThat(no.path("explanation").asText()).contains("input.process.Args ==");
        assertThat(evaluate(POLICY, "StatsContainerRequest", "{}").path("allowed").asBoolean())
                .isFalse();
        JsonNode failing =
                evaluate(POLICY + "AllowRequestsFailingPolicy := true\n", "SetPolicyRequest", "{}");
        assertThat(failing.path("allowed").asBoolean()).isTrue();
        assertThat(failing.path("despite_denial").asBoolean()).isTrue();
        service.admin("POST", "agent-policies:evaluate", "{\"policy\":\"web\"}", 422);
        service.admin(
                "POST",
                "agent-policies:evaluate",
                "{\"policy\":\"package x\",\"request\":\"ExecProcessRequest\"}",
                422);
    }

    @Test
    void aPolicyCannotChooseHowLongItIsJudged() throws Exception {
        StringBuilder slow = new StringBuilder(POLICY);
        for (String request : new String[] {"CopyFile", "WriteStream", "StartContainer"}) {
            slow.append(request)
                    .append("Request if {\n  some i in numbers.range(1, 100000)\n")
                    .append("  some j in numbers.range(1, 100000)\n  i * j == input.x\n}\n");
        }
        Instant begun = Instant.now();
        JsonNode verdict = service.admin("POST", "agent-policies:check", slow.toString(), 200);
        evaluate(slow.toString(), "CopyFileRequest", "{\"x\": -1}");

        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(25));
        assertThat(verdict.at("/openness/CopyFileRequest").asText()).isEqualTo("open");
    }

    @Test
    void policiesSeeTheVerdictOfNow() throws Exception {
        String document = document("web", POLICY);
        service.register("web", document);
        service.guest().post(SECRET, CONTENT);
        service.policy("data.initdata.policy.match == \"exact\"");
        TestGuest guest = service.started(document);
        assertDenied(guest.get(SECRET), "policy-deny");

        service.admin("POST", "agent-policies?name=web&approve=true", POLICY, 201);
        assertReleased(guest);
        service.admin("POST", "agent-policies/web:revoke", "", 200);
        assertDenied(guest.get(SECRET), "policy-deny");
    }

    @Test
    void anApprovedPolicyCountsInDocumentsThatNobodyRegistered() throws Exception {
        service.guest().post(SECRET, CONTENT);
        service.admin("POST", "agent-policies?name=web&approve=true", POLICY, 201);
        service.policy("data.initdata.policy.registered[_].name == \"web\"");
        String document = document("mine", POLICY);
        TestGuest guest = service.guest();
        guest.tells(document);
        JsonNode evidence =
                TestService.claims(service.tokenOf(guest, document))
                        .at("/submods/cpu0/ear.veraison.annotated-evidence");

        assertThat(evidence.at("/initdata/registered").asBoolean()).isFalse();
        assertThat(evidence.at("/initdata/state").asText()).isEqualTo("unregistered");
        assertThat(evidence.at("/initdata/policy/match").asText()).isEqualTo("exact");
        assertThat(evidence.at("/init_data_claims/policy.rego").asText()).isEqualTo(POLICY);
        assertReleased(guest);
        TestGuest silent = service.started(document);
        assertDenied(silent.get(SECRET), "policy-deny");

        service.admin("POST", "agent-policies/web:revoke", "", 200);
        assertDenied(guest.get(SECRET), "policy-deny");
    }

    private void assertReleased(TestGuest guest) throws Exception {
        assertThat(guest.open(guest.get(SECRET))).asString().isEqualTo(CONTENT);
    }

    private JsonNode add(String name, String text, int status) throws Exception {
        return service.admin("POST", "agent-policies?name=" + name, text, status);
    }

    private void assertMatch(String text, String match) throws Exception {
        assertForm(text, "rego", match);
    }

    private void assertForm(String body, String form, String match) throws Exception {
        JsonNode answer = service.admin("POST", "agent-policies:check", body, 200);
        assertThat(answer.path("form").asText()).isEqualTo(form);
        assertThat(answer.path("match").asText()).isEqualTo(match);
    }

    private JsonNode evaluate(String policy, String request, String input) throws Exception {
        String body =
                "{\"policy\":%s,\"request\":\"%s\",\"input\":%s}"
                        .formatted(
                                JsonNodeFactory.instance.textNode(policy).toString(),
                                request,
                                input);
        return service.admin("POST", "agent-policies:evaluate", body, 200);
    }
}
