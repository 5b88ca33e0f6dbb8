package dev.fiducia.kbs.agentpolicy;

import dev.fiducia.initdata.agentpolicy.AgentPolicy;
import dev.fiducia.initdata.agentpolicy.AgentPolicyException;
import dev.fiducia.initdata.agentpolicy.PolicyProblem;
import dev.fiducia.initdata.agentpolicy.PolicyReading;
import dev.fiducia.initdata.agentpolicy.PolicyRegister;
import dev.fiducia.initdata.agentpolicy.RegisteredPolicy;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A policy that someone hands in, with what the query says of it.
///
/// @param policy still without a number of its own
/// @param approve whether it is stood for at once
record NewPolicy(RegisteredPolicy policy, boolean approve) {
    static final Set<String> PARAMETERS = Set.of("name", "kind", "labels", "approve", "dryRun");

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern LABEL =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._/-]{0,127})=([A-Za-z0-9._-]{0,63})");
    private static final int MAX_LABELS = 32;
    private static final int MAX_REPORTED = 10;

    static NewPolicy of(AdminCall call) throws ApiProblem {
        String name = call.parameter("name").orElse("");
        if (!NAME.matcher(name).matches()) {
            throw new ApiProblem(
                    400,
                    "agent-policy-bad-name",
                    "name is required: 1 to 63 characters of a-z 0-9 . _ -, a letter or digit"
                            + " first");
        }
        RegisteredPolicy.Kind kind =
                switch (call.parameter("kind").orElse("full")) {
                    case "full" -> RegisteredPolicy.Kind.FULL;
                    case "rules" -> RegisteredPolicy.Kind.RULES;
                    default -> throw new ApiProblem(400, "bad-parameter", "kind is full or rules");
                };
        String text =
                SubmittedPolicy.of(call)
                        .text()
                        .orElseThrow(() ->
                                ApiProblem.malformed(
                                        "agent-policy-absent", "the document has no policy.rego"));
        Map<String, String> labels = labels(call.parameter("labels").orElse(""));
        RegisteredPolicy policy =
                new RegisteredPolicy("sha256:" + digest(text), name, 1, labels, kind, text);
        try {
            new PolicyRegister(List.of(policy));
        } catch (AgentPolicyException e) {
            throw refused(e.problems());
        }
        return new NewPolicy(policy, call.flag("approve"));
    }

    private static String digest(String text) throws ApiProblem {
        return switch (AgentPolicy.read(text)) {
            case PolicyReading.Read(AgentPolicy policy) -> policy.sha256();
            case PolicyReading.Refused(List<PolicyProblem> problems) -> throw refused(problems);
        };
    }

    private static Map<String, String> labels(String text) throws ApiProblem {
        Map<String, String> labels = new TreeMap<>();
        if (text.isEmpty()) {
            return labels;
        }
        String[] pairs = text.split(",", -1);
        for (String pair : pairs) {
            var match = LABEL.matcher(pair);
            if (!match.matches()
                    || labels.put(match.group(1), match.group(2)) != null
                    || pairs.length > MAX_LABELS) {
                throw new ApiProblem(
                        400,
                        "bad-parameter",
                        "labels are key=value, at most " + MAX_LABELS + ", separated by commas");
            }
        }
        return labels;
    }

    private static ApiProblem refused(List<PolicyProblem> problems) {
        return ApiProblem.malformed(
                "agent-policy-refused",
                problems.stream()
                        .limit(MAX_REPORTED)
                        .map(PolicyProblem::toString)
                        .collect(Collectors.joining("; ")));
    }
}
