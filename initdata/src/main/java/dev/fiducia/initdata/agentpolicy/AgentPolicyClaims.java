package dev.fiducia.initdata.agentpolicy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What resource policies may know about a document's agent policy beyond Trustee's
/// `agent_policy_claims`: whether it is registered, what it leaves open, which images it names.
///
/// @param verdict how it relates to the registered policies
/// @param openness what it allows; empty for a policy that is absent or not believed
/// @param containers the containers of its data; none when the data is not believed
public record AgentPolicyClaims(
        PolicyVerdict verdict,
        Optional<OpennessReport> openness,
        List<PolicyContainer> containers) {

    /// Claims travel in tokens, and what is wrong with a policy can be as long as the policy.
    private static final int MAX_REASONS = 5;

    private static final int MAX_REASON = 300;

    public AgentPolicyClaims {
        containers = List.copyOf(containers);
    }

    /// The claims for a verdict, with the policy examined.
    public static AgentPolicyClaims of(PolicyVerdict verdict) {
        Optional<AgentPolicy> policy = verdict.policy();
        Optional<OpennessReport> openness =
                policy.flatMap(present ->
                        switch (present.examine()) {
                            case PolicyExamination.Examined(OpennessReport report) ->
                                    Optional.of(report);
                            case PolicyExamination.Refused _ -> Optional.empty();
                        });
        return new AgentPolicyClaims(
                verdict,
                openness,
                policy.map(present -> PolicyContainer.of(present.data())).orElse(List.of()));
    }

    /// Every image reference of the containers, each once, in their order.
    public Set<String> images() {
        Set<String> images = new LinkedHashSet<>();
        containers.forEach(container -> images.addAll(container.images()));
        return images;
    }

    /// The claims as JSON. The caller owns the object.
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("match", verdict.match().wireName());
        ArrayNode registered = json.putArray("registered");
        for (RegisteredPolicy each : verdict.registered()) {
            ObjectNode entry =
                    registered
                            .addObject()
                            .put("id", each.id())
                            .put("name", each.name())
                            .put("revision", each.revision());
            ObjectNode labels = entry.putObject("labels");
            each.labels().forEach(labels::put);
        }
        verdict.policy().ifPresent(policy -> json.put("sha256", policy.sha256()));
        openness.ifPresent(report -> addOpenness(json, report));
        ArrayNode images = json.putArray("images");
        images().forEach(images::add);
        ArrayNode reasons = json.putArray("reasons");
        verdict.reasons().stream()
                .limit(MAX_REASONS)
                .map(AgentPolicyClaims::shortened)
                .forEach(reasons::add);
        return json;
    }

    private static String shortened(String reason) {
        return reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "…" : reason;
    }

    private static void addOpenness(ObjectNode json, OpennessReport report) {
        ObjectNode openness = json.putObject("openness");
        report.requests()
                .forEach((request, finding) ->
                        openness.put(request.ruleName(), finding.openness().wireName()));
        json.put("allows_all", report.allowsAll());
        json.put("allows_failing", report.allowsFailing());
        json.put("replaceable", report.isReplaceable());
    }
}
