package dev.fiducia.kbs.jwe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;

/// A flattened JWE: five members, each base64url without padding.
///
/// Made by [JweSealer]; opened by [JweOpener].
public record Jwe(
        String protectedHeader, String encryptedKey, String iv, String ciphertext, String tag) {

    /// The body of an answer.
    public ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("protected", protectedHeader)
                .put("encrypted_key", encryptedKey)
                .put("iv", iv)
                .put("ciphertext", ciphertext)
                .put("tag", tag);
    }

    /// The same as UTF-8 text.
    public byte[] toBytes() {
        return toJson().toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Sizes only: even a ciphertext has no place in a log.
    @Override
    public String toString() {
        return "Jwe[" + ciphertext.length() + " characters]";
    }
}
