package dev.fiducia.kbs.policy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.StrictJson;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The body of an upload: `{"policy": "<base64url of UTF-8 text>"}`, unpadded. Members that are not
/// known are passed over, as Trustee does.
sealed interface PolicyMessage {

    record Read(JsonNode message, String text) implements PolicyMessage {}

    record Unreadable(String reason) implements PolicyMessage {}

    static PolicyMessage parse(byte[] body) {
        return switch (StrictJson.read(body)) {
            case StrictJson.Result.Unreadable(var refusal) -> new Unreadable(refusal.message());
            case StrictJson.Result.Read(JsonNode message) ->
                    message.path("policy").isTextual()
                            ? decode(message, message.path("policy").textValue())
                            : new Unreadable("`policy` must be a string");
        };
    }

    private static PolicyMessage decode(JsonNode message, String encoded) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(encoded);
            String canonical = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            if (!canonical.equals(encoded)) {
                return new Unreadable("`policy` must be base64url without padding");
            }
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return new Read(message, text);
        } catch (IllegalArgumentException e) {
            return new Unreadable("`policy` must be base64url without padding");
        } catch (CharacterCodingException e) {
            return new Unreadable("the policy is not UTF-8 text");
        }
    }
}
