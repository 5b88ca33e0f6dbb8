package dev.fiducia.kbs.agentpolicy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.appraisal.RegoBridge;
import dev.fiducia.initdata.agentpolicy.AgentPolicy;
import dev.fiducia.initdata.agentpolicy.AgentTrial;
import dev.fiducia.initdata.agentpolicy.PolicyProblem;
import dev.fiducia.initdata.agentpolicy.PolicyReading;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoValue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// `:evaluate`: what an agent would make of one request. The body is `{"policy": "<reference, or a
/// text as for :check>", "request": "ExecProcessRequest", "input": {…}}`.
final class TrialCall {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Set<String> MEMBERS = Set.of("policy", "request", "input");
    private static final Pattern RULE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    private final AgentPolicies policies;

    TrialCall(AgentPolicies policies) {
        this.policies = policies;
    }

    Response answer(AdminCall call) throws ApiProblem {
        ObjectNode body = call.json(MEMBERS);
        String request = body.path("request").asText("");
        if (!RULE.matcher(request).matches()) {
            throw ApiProblem.malformed(
                    "agent-policy-bad-request", "request is a name such as ExecProcessRequest");
        }
        AgentPolicy policy = policy(body.path("policy"));
        return switch (AgentTrial.of(policy, request, input(body.path("input")))) {
            case AgentTrial.Refused(List<PolicyProblem> problems) -> throw refused(problems);
            case AgentTrial.Decided decided -> Response.json(200, view(request, decided));
        };
    }

    private AgentPolicy policy(JsonNode member) throws ApiProblem {
        String given = member.textValue();
        if (given == null) {
            throw ApiProblem.malformed(
                    "agent-policy-unreadable", "policy is a reference or a text as for :check");
        }
        var known = policies.catalogue().find(given);
        String text =
                known.isPresent()
                        ? known.get().policy().text()
                        : SubmittedPolicy.of(given.getBytes(StandardCharsets.UTF_8), false)
                                .text()
                                .orElseThrow(AgentPolicies::unknown);
        return switch (AgentPolicy.read(text)) {
            case PolicyReading.Read(AgentPolicy read) -> read;
            case PolicyReading.Refused(List<PolicyProblem> problems) -> throw refused(problems);
        };
    }

    private static RegoValue input(JsonNode input) throws ApiProblem {
        try {
            return RegoBridge.toRego(
                    input.isMissingNode() ? JsonNodeFactory.instance.objectNode() : input);
        } catch (RegoJsonException e) {
            throw ApiProblem.malformed(
                    "agent-policy-bad-input", "the input can't be given to a policy");
        }
    }

    private static ObjectNode view(String request, AgentTrial.Decided decided) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("request", request);
        json.put("allowed", decided.allowed());
        json.put("despite_denial", decided.despiteDenial());
        json.put("explanation", decided.explanation().toText());
        json.set("clauses", tree(decided.explanation().toRego()));
        ArrayNode prints = json.putArray("prints");
        decided.prints().forEach(prints::add);
        return json;
    }

    private static JsonNode tree(RegoValue value) {
        try {
            return MAPPER.readTree(value.toJson());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an explanation without a JSON form", e);
        }
    }

    private static ApiProblem refused(List<PolicyProblem> problems) {
        return ApiProblem.malformed("agent-policy-refused", problems.toString());
    }
}
