package dev.fiducia.guest;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// What evidence is bound to: nonce, TEE key and, for the primary evidence, the text of all other
/// evidence. The canonical form (RFC 8785) is written here for just what occurs: objects of
/// strings.
final class RuntimeData {

    private final String nonce;
    private final ObjectNode teePublicKey;

    RuntimeData(String nonce, ObjectNode teePublicKey) {
        this.nonce = nonce;
        this.teePublicKey = teePublicKey;
    }

    /// The report data of the primary evidence.
    byte[] primary(String additionalEvidence, HashAlgorithm hash, CryptoSuite crypto) {
        return digest("{\"additional-evidence\":" + quoted(additionalEvidence) + ",", hash, crypto);
    }

    /// The report data of each additional device.
    byte[] device(HashAlgorithm hash, CryptoSuite crypto) {
        return digest("{", hash, crypto);
    }

    private byte[] digest(String start, HashAlgorithm hash, CryptoSuite crypto) {
        String canonical = start + "\"nonce\":" + quoted(nonce) + ",\"tee-pubkey\":" + key() + "}";
        return crypto.digest(hash, canonical.getBytes(StandardCharsets.UTF_8));
    }

    private String key() {
        Map<String, String> members = new TreeMap<>();
        teePublicKey
                .properties()
                .forEach(member -> members.put(member.getKey(), member.getValue().textValue()));
        StringBuilder out = new StringBuilder();
        members.forEach((name, value) ->
                out.append(out.isEmpty() ? "{" : ",")
                        .append(quoted(name))
                        .append(':')
                        .append(quoted(value)));
        return out.append('}').toString();
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
