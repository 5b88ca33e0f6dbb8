package dev.fiducia.initdata.lint.policy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.initdata.agentpolicy.AgentPolicy;
import dev.fiducia.initdata.agentpolicy.PolicyData;

import java.util.ArrayList;
import java.util.List;

/// The patterns in `policy_data.request_defaults` of generated policies.
final class RequestDefaults {

    private RequestDefaults() {}

    /// The strings of the list at this path below `request_defaults`; none when data is not
    /// believed.
    static List<String> patterns(AgentPolicy policy, String... path) {
        if (!(policy.data() instanceof PolicyData.Plain plain)) {
            return List.of();
        }
        JsonNode list = plain.json().path("request_defaults");
        for (String name : path) {
            list = list.path(name);
        }
        List<String> patterns = new ArrayList<>();
        for (JsonNode item : list) {
            if (item.isTextual()) {
                patterns.add(item.textValue());
            }
        }
        return patterns;
    }

    /// Whether a pattern can match in the middle of a text. Generators' variables such as
    /// `$(sfprefix)` begin with an anchor of their own.
    static boolean isLooseAtStart(String pattern) {
        return !pattern.startsWith("^") && !pattern.startsWith("\\A") && !pattern.startsWith("$(");
    }

    /// Whether a text may go on behind what the pattern matched.
    static boolean isLooseAtEnd(String pattern) {
        return !pattern.endsWith("$") && !pattern.endsWith("\\z");
    }
}
