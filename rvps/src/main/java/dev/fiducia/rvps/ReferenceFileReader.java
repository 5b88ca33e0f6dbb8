package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.RegoYaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out what a file is, and takes the wrapping off. The layouts inside are [ReferenceLayout]s.
final class ReferenceFileReader {
    private static final JsonLimits YAML = new JsonLimits(RvpsLimits.MESSAGE_BYTES, 32, 64);

    private final Optional<String> prefix;
    private final Map<String, ReferenceFile.Entry> entries = new LinkedHashMap<>();

    ReferenceFileReader(Optional<String> prefix) {
        this.prefix = prefix;
    }

    ReferenceFile read(byte[] file) throws RvpsException {
        if (file.length > RvpsLimits.MESSAGE_BYTES) {
            throw new RvpsException(
                    RvpsException.Code.LIMIT,
                    "a file of reference values has at most "
                            + RvpsLimits.MESSAGE_BYTES
                            + " bytes");
        }
        String text = utf8(file).strip();
        if (text.startsWith("[") || text.startsWith("{")) {
            readJson(text, "the file");
        } else {
            readYaml(text);
        }
        if (entries.isEmpty()) {
            throw malformed("the file holds no reference value");
        }
        return new ReferenceFile(List.copyOf(entries.values()));
    }

    private void readJson(String text, String what) throws RvpsException {
        JsonNode node = StrictJson.readReceived(text.getBytes(StandardCharsets.UTF_8), what);
        if (node.path("kind").asText().equals("ConfigMap")) {
            for (Map.Entry<String, JsonNode> member : node.path("data").properties()) {
                readData(member.getKey(), Optional.ofNullable(member.getValue().textValue()));
            }
        } else {
            for (ReferenceFile.Entry entry : ReferenceLayout.read(node, what, prefix)) {
                add(entry);
            }
        }
    }

    private void readYaml(String text) throws RvpsException {
        for (RegoValue document : documents(text)) {
            if (!(document instanceof RegoObject map)
                    || !(map.get("kind") instanceof RegoString kind)
                    || !kind.value().equals("ConfigMap")
                    || !(map.get("data") instanceof RegoObject data)) {
                throw malformed(
                        "the file is neither a ConfigMap with data, nor JSON: give the ConfigMap of"
                                + " the RVPS, what veritas wrote, or measurements.json");
            }
            for (RegoValue key : data.keys()) {
                String name = key instanceof RegoString string ? string.value() : key.toString();
                readData(
                        name,
                        data.get(key) instanceof RegoString value
                                ? Optional.of(value.value())
                                : Optional.empty());
            }
        }
    }

    private void readData(String key, Optional<String> text) throws RvpsException {
        String what = "data." + shown(key);
        if (text.isEmpty()) {
            throw malformed(what + " is not a text");
        }
        readJson(text.get(), what);
    }

    private void add(ReferenceFile.Entry entry) throws RvpsException {
        RvpsLimits.checkName(entry.name());
        if (entries.putIfAbsent(entry.name(), entry) != null) {
            throw malformed(
                    shown(entry.name()) + " stands there twice: merge its values into one list");
        }
        if (entries.size() > RvpsLimits.NAMES) {
            throw new RvpsException(
                    RvpsException.Code.LIMIT, "a file has at most " + RvpsLimits.NAMES + " names");
        }
    }

    private static List<RegoValue> documents(String text) throws RvpsException {
        try {
            List<RegoValue> documents = new ArrayList<>(RegoYaml.parseAll(text, YAML));
            documents.removeIf(document -> document instanceof RegoNull);
            return documents;
        } catch (RegoJsonException e) {
            throw malformed("the file is not YAML: " + e.getMessage());
        }
    }

    private static String utf8(byte[] file) throws RvpsException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
        } catch (CharacterCodingException _) {
            throw malformed("the file is not UTF-8 text");
        }
    }

    /// A name of the file, short and in one line.
    static String shown(String name) {
        String line = name.replaceAll("\\p{Cntrl}", "\uFFFD");
        return line.length() <= 64 ? line : line.substring(0, 64) + "…";
    }

    static RvpsException malformed(String message) {
        return new RvpsException(RvpsException.Code.MALFORMED, message);
    }
}
