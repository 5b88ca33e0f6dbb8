package dev.fiducia.rvps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoYaml;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// The layouts that the ConfigMap of a Trustee's RVPS has had; what each writes,
/// [ReferenceFile#read(byte[])] reads. Source: initdata.md c.6.
public enum ConfigMapLayout {
    /// Today's: key `reference_value`, an object of names and base64 of the stored form.
    REFERENCE_VALUE("reference_value", "reference_value"),
    /// Before that, and of veritas: key `reference-values.json`, a list of names and values.
    LIST("list", "reference-values.json"),
    /// The oldest: a list of names and digests, each with its algorithm.
    HASH_VALUE("hash-value", "reference-values.json");

    private static final String VERSION = "0.1.0";
    private static final JsonMapper JSON = new JsonMapper();
    private static final DefaultPrettyPrinter PRETTY =
            new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private final String wireName;
    private final String dataKey;

    ConfigMapLayout(String wireName, String dataKey) {
        this.wireName = wireName;
        this.dataKey = dataKey;
    }

    /// The name in requests and on command lines.
    public String wireName() {
        return wireName;
    }

    /// The layout of that name.
    public static Optional<ConfigMapLayout> of(String wireName) {
        return Arrays.stream(values())
                .filter(layout -> layout.wireName.equals(wireName))
                .findFirst();
    }

    /// A ConfigMap with these values and nothing else, as YAML.
    ///
    /// @param otherwise the expiration of what has none
    /// @throws RvpsException if a value is not one that the layout can hold
    public String write(ReferenceFile file, String name, String namespace, Instant otherwise)
            throws RvpsException {
        RegoObject.Builder metadata = RegoObject.builder().put("name", RegoString.of(name));
        metadata.put("namespace", RegoString.of(namespace));
        return RegoYaml.write(
                RegoObject.builder()
                        .put("apiVersion", RegoString.of("v1"))
                        .put("kind", RegoString.of("ConfigMap"))
                        .put("metadata", metadata.build())
                        .put(
                                "data",
                                RegoObject.of(
                                        dataKey,
                                        RegoString.of(pretty(values(file, otherwise)) + "\n")))
                        .build());
    }

    private JsonNode values(ReferenceFile file, Instant otherwise) throws RvpsException {
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (ReferenceFile.Entry entry : file.entries()) {
            String expiration = entry.expiration().orElse(otherwise).toString();
            ObjectNode item = JsonNodeFactory.instance.objectNode();
            switch (this) {
                case REFERENCE_VALUE -> {
                    item.put("version", VERSION).put("name", entry.name());
                    item.put("expiration", expiration).set("value", entry.value());
                    named.put(entry.name(), base64(item));
                }
                case LIST ->
                        list.add(
                                item.put("name", entry.name())
                                        .put("expiration", expiration)
                                        .set("value", entry.value()));
                case HASH_VALUE ->
                        list.add(
                                item.put("name", entry.name())
                                        .put("expiration", expiration)
                                        .set("hash-value", hashes(entry)));
            }
        }
        return this == REFERENCE_VALUE ? named : list;
    }

    private static ArrayNode hashes(ReferenceFile.Entry entry) throws RvpsException {
        ArrayNode hashes = JsonNodeFactory.instance.arrayNode();
        for (JsonNode value : entry.value()) {
            String algorithm =
                    switch (value.asText().length()) {
                        case 64 -> "sha256";
                        case 96 -> "sha384";
                        case 128 -> "sha512";
                        default -> "";
                    };
            if (!entry.value().isArray() || !value.isTextual() || algorithm.isEmpty()) {
                throw notHashes(entry);
            }
            hashes.addObject().put("alg", algorithm).set("value", value);
        }
        if (hashes.isEmpty()) {
            throw notHashes(entry);
        }
        return hashes;
    }

    private static RvpsException notHashes(ReferenceFile.Entry entry) {
        return new RvpsException(
                RvpsException.Code.MALFORMED,
                ReferenceFileReader.shown(entry.name())
                        + " is no list of digests, which is all that this layout can hold");
    }

    private static String base64(JsonNode item) {
        return Base64.getEncoder().encodeToString(item.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String pretty(JsonNode json) {
        try {
            return JSON.writer(PRETTY).writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
