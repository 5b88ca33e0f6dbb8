package dev.fiducia.initdata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.fiducia.initdata.agentpolicy.AgentPolicy;
import dev.fiducia.initdata.agentpolicy.PolicyData;
import dev.fiducia.initdata.agentpolicy.PolicyReading;

import java.util.Map;

/// The `init_data_claims` that policies see for a document, in the shape that Trustee gives them.
///
/// Each member of `[data]` becomes a string. `aa.toml` and `cdh.toml` become objects when they are
/// TOML. `policy.rego` gives way to `agent_policy_claims`, the value of the policy's `policy_data`,
/// when the syntax tree has exactly one definition of it and that is plain data; Trustee searches
/// the text instead, which a comment can deceive. In any other case `policy.rego` stays as text and
/// `agent_policy_claims` is absent, also when a member of that name stands in the document.
public final class InitdataClaims {

    private static final String AGENT_POLICY_CLAIMS = "agent_policy_claims";

    private InitdataClaims() {}

    /// The claims of a document. The caller owns the object.
    public static ObjectNode of(InitdataDocument document) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, String> member : document.data().entrySet()) {
            String name = member.getKey();
            switch (name) {
                case "aa.toml", "cdh.toml" -> claims.set(name, configuration(member.getValue()));
                case "policy.rego" -> addPolicy(claims, member.getValue());
                case AGENT_POLICY_CLAIMS -> {
                    // The name is taken: nobody may state by hand what is derived from the policy.
                }
                default -> claims.put(name, member.getValue());
            }
        }
        return claims;
    }

    private static JsonNode configuration(String text) {
        try {
            return TomlJson.of(TomlText.parse(text));
        } catch (InitdataException _) {
            return TextNode.valueOf(text);
        }
    }

    private static void addPolicy(ObjectNode claims, String policy) {
        if (AgentPolicy.read(policy) instanceof PolicyReading.Read(AgentPolicy read)
                && read.data() instanceof PolicyData.Plain data) {
            claims.set(AGENT_POLICY_CLAIMS, data.json());
        } else {
            claims.put("policy.rego", policy);
        }
    }
}
