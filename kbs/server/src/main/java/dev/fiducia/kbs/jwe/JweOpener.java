package dev.fiducia.kbs.jwe;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;

/// The guest's side: opens what [JweSealer] made, with the guest's private key. Used by the
/// simulated guest and by tests.
public final class JweOpener {
    private static final int IV_LENGTH = 12;
    private static final int TAG_LENGTH = 16;

    private final CryptoSuite crypto;

    public JweOpener(CryptoSuite crypto) {
        this.crypto = crypto;
    }

    /// The plaintext of a flattened JWE.
    public byte[] open(PrivateKey key, JsonNode jwe) throws JweException {
        String protectedText = text(jwe, "protected");
        JsonNode header = header(protectedText);
        if (!text(header, "enc").equals("A256GCM")) {
            throw new JweException("enc must be A256GCM");
        }
        byte[] contentKey = unwrap(key, header, decode(jwe, "encrypted_key"));
        byte[] iv = decode(jwe, "iv");
        byte[] ciphertext = decode(jwe, "ciphertext");
        byte[] tag = decode(jwe, "tag");
        if (iv.length != IV_LENGTH || tag.length != TAG_LENGTH) {
            throw new JweException("iv or tag has the wrong length");
        }
        byte[] sealed = Arrays.copyOf(ciphertext, ciphertext.length + tag.length);
        System.arraycopy(tag, 0, sealed, ciphertext.length, tag.length);
        byte[] aad = protectedText.getBytes(StandardCharsets.US_ASCII);
        return crypto.decryptAesGcm(contentKey, iv, aad, sealed)
                .orElseThrow(() -> new JweException("the content is not authentic"));
    }

    private byte[] unwrap(PrivateKey key, JsonNode header, byte[] encryptedKey)
            throws JweException {
        return switch (text(header, "alg")) {
            case ConcatKdf.ALGORITHM -> unwrapAgreed(key, header.path("epk"), encryptedKey);
            case "RSA-OAEP-256" ->
                    crypto.decryptRsaOaep256(key, encryptedKey)
                            .orElseThrow(
                                    () -> new JweException("the content key is not for this key"));
            case String other -> throw new JweException("alg " + other + " is not supported");
        };
    }

    private byte[] unwrapAgreed(PrivateKey key, JsonNode epk, byte[] encryptedKey)
            throws JweException {
        EcCurve curve =
                EcCurve.ofJwkName(text(epk, "crv"))
                        .orElseThrow(() -> new JweException("unknown crv"));
        if (!(key instanceof ECPrivateKey)) {
            throw new JweException("the message is for an EC key");
        }
        try {
            ECPublicKey peer = crypto.ecPublicKey(curve, decode(epk, "x"), decode(epk, "y"));
            byte[] wrappingKey = ConcatKdf.wrappingKey(crypto, crypto.agree(key, peer));
            return crypto.unwrapKey(wrappingKey, encryptedKey)
                    .orElseThrow(() -> new JweException("the content key is not for this key"));
        } catch (InvalidKeyException e) {
            throw new JweException("epk is not usable", e);
        }
    }

    private static JsonNode header(String protectedText) throws JweException {
        return switch (StrictJson.read(decodeText("protected", protectedText))) {
            case StrictJson.Result.Read(JsonNode document) -> document;
            case StrictJson.Result.Unreadable _ ->
                    throw new JweException("the protected header is not JSON");
        };
    }

    private static String text(JsonNode parent, String name) throws JweException {
        JsonNode value = parent.path(name);
        if (!value.isTextual()) {
            throw new JweException(name + " must be a string");
        }
        return value.textValue();
    }

    private static byte[] decode(JsonNode parent, String name) throws JweException {
        return decodeText(name, text(parent, name));
    }

    private static byte[] decodeText(String name, String text) throws JweException {
        try {
            if (text.indexOf('=') >= 0) {
                throw new JweException(name + " must have no padding");
            }
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new JweException(name + " must be base64url", e);
        }
    }
}
