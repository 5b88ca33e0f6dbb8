package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/// Opens a resource as the Rust client does.
///
/// That client does not authenticate the `protected` string that it received but its own rendering
/// of the decoded header: compact, `alg`, `enc`, then the other members by name. A service whose
/// string differs from it in one byte can't talk to real guests, so this one renders too.
final class ResourceJwe {

    private static final String ECDH = "ECDH-ES+A256KW";

    private final CryptoSuite crypto;

    ResourceJwe(CryptoSuite crypto) {
        this.crypto = crypto;
    }

    byte[] open(JsonNode jwe, PrivateKey key) throws GuestException {
        JsonNode header = header(text(jwe, "protected"));
        byte[] contentKey = contentKey(header, decoded(jwe, "encrypted_key"), key);
        byte[] iv = decoded(jwe, "iv");
        byte[] ciphertext = decoded(jwe, "ciphertext");
        byte[] tag = decoded(jwe, "tag");
        if (iv.length != 12 || tag.length != 16) {
            throw failed("iv or tag has the wrong length");
        }
        byte[] sealed =
                ByteBuffer.allocate(ciphertext.length + tag.length)
                        .put(ciphertext)
                        .put(tag)
                        .array();
        byte[] authenticated =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encode(rendered(header).getBytes(StandardCharsets.UTF_8));
        return crypto.decryptAesGcm(contentKey, iv, authenticated, sealed)
                .orElseThrow(() -> failed("content and header are not authentic"));
    }

    private byte[] contentKey(JsonNode header, byte[] encryptedKey, PrivateKey key)
            throws GuestException {
        text(header, "enc");
        String algorithm = text(header, "alg");
        if (algorithm.equals(ECDH) && key instanceof ECPrivateKey) {
            byte[] wrapping = wrappingKey(agreed(header.path("epk"), key));
            return crypto.unwrapKey(wrapping, encryptedKey)
                    .orElseThrow(() -> failed("the content key is not for this guest"));
        }
        if (algorithm.equals("RSA-OAEP-256") && key instanceof RSAPrivateKey) {
            return crypto.decryptRsaOaep256(key, encryptedKey)
                    .orElseThrow(() -> failed("the content key is not for this guest"));
        }
        throw failed("alg " + algorithm + " does not fit this guest's key");
    }

    private byte[] agreed(JsonNode epk, PrivateKey key) throws GuestException {
        String crv = text(epk, "crv");
        EcCurve curve = EcCurve.ofJwkName(crv).orElseThrow(() -> failed("unknown curve " + crv));
        try {
            return crypto.agree(
                    key, crypto.ecPublicKey(curve, decoded(epk, "x"), decoded(epk, "y")));
        } catch (InvalidKeyException e) {
            throw new GuestException(
                    GuestFailure.DECRYPTION, "the answer's ephemeral key is not usable", e);
        }
    }

    /// Concat KDF (RFC 7518, 4.6.2) with empty party information: one round gives the 256 bits.
    private byte[] wrappingKey(byte[] shared) {
        byte[] name = ECDH.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer input = ByteBuffer.allocate(4 + shared.length + 4 + name.length + 12);
        input.putInt(1).put(shared);
        input.putInt(name.length).put(name);
        input.putInt(0).putInt(0).putInt(256);
        return crypto.digest(HashAlgorithm.SHA256, input.array());
    }

    private static JsonNode header(String encoded) throws GuestException {
        byte[] json = decode("protected", encoded);
        return switch (StrictJson.read(json)) {
            case StrictJson.Result.Read(JsonNode document) -> document;
            case StrictJson.Result.Unreadable _ -> throw failed("the protected header is not JSON");
        };
    }

    private static String rendered(JsonNode header) {
        Map<String, JsonNode> others = new TreeMap<>();
        header.properties().forEach(member -> others.put(member.getKey(), member.getValue()));
        StringBuilder out = new StringBuilder("{\"alg\":");
        out.append(others.remove("alg")).append(",\"enc\":").append(others.remove("enc"));
        others.forEach((name, value) -> member(out.append(','), name, value));
        return out.append('}').toString();
    }

    private static void member(StringBuilder out, String name, JsonNode value) {
        out.append(RuntimeData.quoted(name)).append(':');
        if (!value.isObject()) {
            out.append(value);
            return;
        }
        Map<String, JsonNode> members = new TreeMap<>();
        value.properties().forEach(each -> members.put(each.getKey(), each.getValue()));
        char separator = '{';
        for (Map.Entry<String, JsonNode> each : members.entrySet()) {
            member(out.append(separator), each.getKey(), each.getValue());
            separator = ',';
        }
        out.append(members.isEmpty() ? "{}" : "}");
    }

    private static String text(JsonNode parent, String name) throws GuestException {
        JsonNode value = parent.path(name);
        if (!value.isTextual()) {
            throw failed(name + " is missing or no string");
        }
        return value.textValue();
    }

    private static byte[] decoded(JsonNode parent, String name) throws GuestException {
        return decode(name, text(parent, name));
    }

    private static byte[] decode(String name, String text) throws GuestException {
        if (text.indexOf('=') >= 0) {
            throw failed(name + " has padding");
        }
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new GuestException(GuestFailure.DECRYPTION, name + " is not base64url", e);
        }
    }

    private static GuestException failed(String why) {
        return new GuestException(GuestFailure.DECRYPTION, "the answer can't be opened: " + why);
    }
}
