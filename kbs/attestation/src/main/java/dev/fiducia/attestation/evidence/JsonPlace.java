package dev.fiducia.attestation.evidence;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A place in evidence JSON, read with types and bounds; every failure names the place.
///
/// @param node what is there
/// @param path how to get there from the root: `evidence.tpm_quote.pcrs[8]`
/// @param code the code of refusals, such as `tpm-evidence-malformed`
public record JsonPlace(JsonNode node, String path, String code) {

    /// The root of evidence.
    public static JsonPlace root(JsonNode node, String code) {
        return new JsonPlace(node, "evidence", code);
    }

    /// The member of an object; absent and null are refused.
    public JsonPlace member(String name) throws RefusedException {
        Optional<JsonPlace> found = optionalMember(name);
        if (found.isEmpty()) {
            throw malformed(path + "." + name, "is missing");
        }
        return found.get();
    }

    /// The member, empty when it is absent or null.
    public Optional<JsonPlace> optionalMember(String name) throws RefusedException {
        if (!node.isObject()) {
            throw malformed(path, "is not an object");
        }
        JsonNode child = node.get(name);
        return child == null || child.isNull()
                ? Optional.empty()
                : Optional.of(new JsonPlace(child, path + "." + name, code));
    }

    /// The elements of an array of at most so many.
    public List<JsonPlace> elementsUpTo(int limit) throws RefusedException {
        if (!node.isArray() || node.size() > limit) {
            throw malformed(path, "is not an array of at most " + limit + " entries");
        }
        List<JsonPlace> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new JsonPlace(node.path(i), path + "[" + i + "]", code));
        }
        return elements;
    }

    /// An integer from 0 to a maximum.
    public long unsigned(long max) throws RefusedException {
        if (!node.isIntegralNumber()
                || !node.canConvertToLong()
                || node.longValue() < 0
                || node.longValue() > max) {
            throw malformed(path, "is not an integer from 0 to " + max);
        }
        return node.longValue();
    }

    /// A string.
    public String text() throws RefusedException {
        if (!node.isTextual()) {
            throw malformed(path, "is not a string");
        }
        return node.textValue();
    }

    /// A boolean.
    public boolean bool() throws RefusedException {
        if (!node.isBoolean()) {
            throw malformed(path, "is not a boolean");
        }
        return node.booleanValue();
    }

    /// An array of numbers that are bytes, at most so many.
    public byte[] byteArrayUpTo(int limit) throws RefusedException {
        if (!node.isArray() || node.size() > limit) {
            throw malformed(path, "is not an array of at most " + limit + " bytes");
        }
        byte[] bytes = new byte[node.size()];
        for (int i = 0; i < bytes.length; i++) {
            JsonNode value = node.get(i);
            if (!value.isInt() || value.intValue() < 0 || value.intValue() > 0xFF) {
                throw malformed(path + "[" + i + "]", "is not a byte");
            }
            bytes[i] = (byte) value.intValue();
        }
        return bytes;
    }

    /// A string of hexadecimal digits in either case for at most so many bytes.
    public byte[] hexUpTo(int limit) throws RefusedException {
        String text = text();
        if (text.length() > 2 * limit) {
            throw malformed(path, "stands for more than " + limit + " bytes");
        }
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw malformed(path, "is not hexadecimal");
        }
    }

    /// A string of standard base64, padded or not, for at most so many bytes.
    public byte[] base64UpTo(int limit) throws RefusedException {
        return base64(Base64.getDecoder(), limit);
    }

    /// A string of base64 of the URL alphabet, padded or not, for at most so many bytes.
    public byte[] base64UrlUpTo(int limit) throws RefusedException {
        return base64(Base64.getUrlDecoder(), limit);
    }

    /// A refusal of what is at this place.
    public RefusedException refused(String what) {
        return malformed(path, what);
    }

    private byte[] base64(Base64.Decoder decoder, int limit) throws RefusedException {
        String text = text();
        if (text.length() > (limit + 2) / 3 * 4) {
            throw malformed(path, "stands for more than " + limit + " bytes");
        }
        try {
            byte[] bytes = decoder.decode(text);
            if (bytes.length <= limit) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw malformed(path, "is not base64");
        }
        throw malformed(path, "stands for more than " + limit + " bytes");
    }

    private RefusedException malformed(String place, String what) {
        return RefusedException.at(code, place + " " + what, place);
    }
}
