package dev.fiducia.kbs.decision;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Map;
import java.util.StringJoiner;

/// What the claims of a token say, as far as records have it: of each submodule the status and the
/// policies that judged it, and which initdata the hardware of `cpu0` is bound to.
public final class AttestedFacts {
    private AttestedFacts() {}

    /// Adds `status`, `policy`, and of the initdata its state, name and id.
    ///
    /// @param claims of a token that was verified
    public static void add(Facts facts, JsonNode claims) {
        StringJoiner status = new StringJoiner(" ");
        StringJoiner policies = new StringJoiner(" ");
        for (Map.Entry<String, JsonNode> submodule : claims.path("submods").properties()) {
            String name = submodule.getKey();
            status.add(name + "=" + submodule.getValue().path("ear.status").asText("none"));
            JsonNode policy = submodule.getValue().path("ear.appraisal-policy-id");
            if (policy.isTextual()) {
                policies.add(name + "=" + policy.textValue());
            }
        }
        facts.with("status", status.toString()).with("policy", policies.toString());
        initdata(
                facts,
                claims.path("submods")
                        .path("cpu0")
                        .path("ear.veraison.annotated-evidence")
                        .path("initdata"));
    }

    /// Adds what the registry says of an initdata.
    ///
    /// @param initdata as policies see it
    public static void initdata(Facts facts, JsonNode initdata) {
        facts.with("initdata-state", initdata.path("state").asText(""))
                .with("initdata", initdata.path("id").asText(""))
                .with("initdata-revision", initdata.path("revision").asText(""))
                .with("name", initdata.path("name").asText(""));
    }
}
