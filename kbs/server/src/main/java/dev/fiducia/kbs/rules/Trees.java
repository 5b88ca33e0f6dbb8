package dev.fiducia.kbs.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.fiducia.attestation.appraisal.RegoBridge;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

/// Values of rules as JSON trees, and back. They come from bounded documents.
final class Trees {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Trees() {}

    static JsonNode of(RegoValue value) {
        try {
            return MAPPER.readTree(value.toJson());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value without a JSON form", e);
        }
    }

    static RegoObject object(JsonNode node) {
        try {
            return (RegoObject) RegoBridge.toRego(node);
        } catch (RegoJsonException e) {
            throw new IllegalStateException("a tree that is no value", e);
        }
    }
}
