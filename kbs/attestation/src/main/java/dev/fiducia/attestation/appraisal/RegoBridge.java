package dev.fiducia.attestation.appraisal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoValue;

/// JSON trees as policy values, and back.
public final class RegoBridge {
    private static final JsonMapper MAPPER = new JsonMapper();

    private RegoBridge() {}

    /// The value of a tree.
    ///
    /// @throws RegoJsonException if it goes beyond what policies are given
    public static RegoValue toRego(JsonNode node) throws RegoJsonException {
        return RegoJson.read(node.traverse());
    }

    /// The tree of a value; sets become sorted arrays.
    static JsonNode toJson(RegoValue value) {
        try {
            return MAPPER.readTree(value.toJson());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a policy value without a JSON form", e);
        }
    }
}
