package dev.fiducia.kbs.handshake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What the record of a used challenge holds: who used it, and why it failed if it did. A success
/// is not in it: the session holds the token.
record UseRecord(String thumbprint, Optional<Verdict.Refused> refused) {
    private static final int MAX_MESSAGE = 500;

    byte[] toBytes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("tee-key", thumbprint);
        refused.ifPresent(r -> {
            json.put("code", r.code()).put("message", bounded(r.message()));
            r.decision().ifPresent(id -> json.put("decision", id));
        });
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    static UseRecord parse(byte[] bytes) {
        return switch (StrictJson.read(bytes)) {
            case StrictJson.Result.Read(JsonNode json) ->
                    new UseRecord(
                            json.path("tee-key").asText(),
                            json.has("code")
                                    ? Optional.of(
                                            new Verdict.Refused(
                                                    json.path("code").asText(),
                                                    json.path("message").asText(),
                                                    Optional.ofNullable(
                                                            json.path("decision").textValue())))
                                    : Optional.empty());
            case StrictJson.Result.Unreadable(var refusal) ->
                    throw new IllegalStateException(
                            "record of a used challenge: " + refusal.message());
        };
    }

    private static String bounded(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    }
}
