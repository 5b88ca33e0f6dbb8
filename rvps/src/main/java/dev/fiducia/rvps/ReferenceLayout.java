package dev.fiducia.rvps;

import static dev.fiducia.rvps.ReferenceFileReader.malformed;
import static dev.fiducia.rvps.ReferenceFileReader.shown;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.fiducia.rvps.ReferenceFile.Entry;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The ways in which reference values were written over the years, told apart by their shape.
/// Source: initdata.md c.6 and e.2 (steps 10 and 21).
final class ReferenceLayout {
    private static final String VERSION = "0.1.0";
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
    private static final Pattern REGISTER = Pattern.compile("pcr[0-9]{2}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PREFIX = Pattern.compile("[a-z]{2,8}");

    private ReferenceLayout() {}

    /// @param what names the text in refusals
    /// @param prefix for the names of measurements, which have none of their own
    static List<Entry> read(JsonNode json, String what, Optional<String> prefix)
            throws RvpsException {
        if (json.isArray()) {
            return list(json, what);
        }
        if (!json.isObject()) {
            throw malformed(what + " is neither a JSON list nor an object of reference values");
        }
        return json.has("measurements") ? measurements(json, what, prefix) : named(json, what);
    }

    /// `[{"name", "expiration", "value": […]}]`, or with `"hash-value": [{"alg", "value"}]`.
    private static List<Entry> list(JsonNode list, String what) throws RvpsException {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode item : list) {
            String at = what + "[" + entries.size() + "]";
            if (!item.path("name").isTextual()) {
                throw malformed(at + " has no text \"name\"");
            }
            entries.add(entry(item.path("name").textValue(), item, at));
        }
        return entries;
    }

    /// `{name: base64 of {"version", "name", "expiration", "value"}}`, or the object itself.
    private static List<Entry> named(JsonNode object, String what) throws RvpsException {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            String at = what + "." + shown(name);
            JsonNode value = member.getValue();
            if (value.isTextual()) {
                value = StrictJson.readReceived(decoded(value.textValue(), at), at);
            }
            if (!value.isObject()) {
                throw malformed(at + " is no reference value");
            }
            if (value.has("name") && !value.path("name").asText().equals(name)) {
                throw malformed(at + " names itself " + shown(value.path("name").asText()));
            }
            entries.add(entry(name, value, at));
        }
        return entries;
    }

    /// `{"measurements": {"sha256": {"pcr03": "0x…"}}}` of a pod VM image.
    private static List<Entry> measurements(JsonNode file, String what, Optional<String> prefix)
            throws RvpsException {
        if (prefix.isEmpty() || !PREFIX.matcher(prefix.get()).matches()) {
            throw malformed(
                    what
                            + " has measurements, which don't say of which hardware: name it, such as"
                            + " snp or tdx");
        }
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member :
                file.path("measurements").path("sha256").properties()) {
            String at = what + ".measurements.sha256." + shown(member.getKey());
            if (!REGISTER.matcher(member.getKey()).matches()) {
                throw malformed(at + " is no register such as pcr09");
            }
            String digest = member.getValue().asText().toLowerCase(Locale.ROOT);
            String hex = digest.startsWith("0x") ? digest.substring(2) : digest;
            if (!SHA256.matcher(hex).matches()) {
                throw malformed(at + " is no SHA-256 in hexadecimal");
            }
            ArrayNode list = JsonNodeFactory.instance.arrayNode().add(hex);
            entries.add(new Entry(prefix.get() + "_" + member.getKey(), list, Optional.empty()));
        }
        return entries;
    }

    private static Entry entry(String name, JsonNode item, String at) throws RvpsException {
        if (item.has("version") && !item.path("version").asText().equals(VERSION)) {
            throw malformed(at + " is of another version than " + VERSION);
        }
        JsonNode value = item.has("hash-value") ? hashes(item, at) : item.path("value");
        if (value.isMissingNode() || value.isNull()) {
            throw malformed(at + " has no \"value\"");
        }
        return new Entry(name, value, expiration(item, at));
    }

    private static JsonNode hashes(JsonNode item, String at) throws RvpsException {
        if (item.has("value") || !item.path("hash-value").isArray()) {
            throw malformed(at + " needs either \"value\" or a list \"hash-value\"");
        }
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        for (JsonNode hash : item.path("hash-value")) {
            if (!hash.path("value").isTextual()) {
                throw malformed(at + " has a hash without text \"value\"");
            }
            values.add(hash.path("value"));
        }
        return values;
    }

    private static Optional<Instant> expiration(JsonNode item, String at) throws RvpsException {
        if (!item.has("expiration")) {
            return Optional.empty();
        }
        String text = item.path("expiration").asText();
        try {
            if (TIME.matcher(text).matches()) {
                return Optional.of(Instant.parse(text));
            }
        } catch (DateTimeException _) {
            // Said below: the form is right, the date is not.
        }
        throw malformed(at + " has an expiration that is no time such as 2099-12-31T00:00:00Z");
    }

    private static byte[] decoded(String text, String at) throws RvpsException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw malformed(at + " is not base64 of a reference value");
        }
    }
}
