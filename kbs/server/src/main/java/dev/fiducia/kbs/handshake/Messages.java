package dev.fiducia.kbs.handshake;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.StrictJson;

import java.nio.charset.StandardCharsets;

/// Reading the members that both messages of the handshake are made of.
final class Messages {

    private Messages() {}

    static JsonNode object(byte[] body) throws MessageException {
        return object(read(body), "the body");
    }

    /// A JSON document that travels inside a string.
    static JsonNode embeddedObject(String text, String name) throws MessageException {
        return object(read(text.getBytes(StandardCharsets.UTF_8)), name);
    }

    static JsonNode object(JsonNode value, String name) throws MessageException {
        if (!value.isObject()) {
            throw new MessageException(name + " must be a JSON object");
        }
        return value;
    }

    static JsonNode member(JsonNode parent, String name) throws MessageException {
        JsonNode value = parent.get(name);
        if (value == null) {
            throw new MessageException(name + " is missing");
        }
        return value;
    }

    static String text(JsonNode parent, String name) throws MessageException {
        JsonNode value = member(parent, name);
        if (!value.isTextual()) {
            throw new MessageException(name + " must be a string");
        }
        return value.textValue();
    }

    private static JsonNode read(byte[] utf8) throws MessageException {
        return switch (StrictJson.read(utf8)) {
            case StrictJson.Result.Read(JsonNode document) -> document;
            case StrictJson.Result.Unreadable(var refusal) ->
                    throw new MessageException(refusal.message());
        };
    }
}
