package dev.fiducia.initdata.diff;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.initdata.InitdataAlgorithm;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.TomlJson;
import dev.fiducia.initdata.TomlText;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// All keys of a document with their values: those of the document itself and, below `data`, those
/// of the settings in `aa.toml` and `cdh.toml`. Long texts stand as their size and digest.
final class FlatKeys {
    private static final Set<String> SETTINGS = Set.of("aa.toml", "cdh.toml");
    private static final int LONGEST = 200;

    private final Map<String, String> keys = new TreeMap<>();

    private FlatKeys() {}

    static Map<String, String> of(InitdataDocument document) {
        FlatKeys flat = new FlatKeys();
        try {
            JsonNode root = TomlJson.of(TomlText.parse(TomlText.decode(document.raw())));
            for (Map.Entry<String, JsonNode> member : root.properties()) {
                if (!member.getKey().equals("data")) {
                    flat.add(member.getKey(), member.getValue());
                }
            }
        } catch (InitdataException e) {
            throw new IllegalStateException("a document that was read is none", e);
        }
        document.data().forEach(flat::addMember);
        return flat.keys;
    }

    private void addMember(String name, String text) {
        String path = "data." + name;
        if (SETTINGS.contains(name)) {
            try {
                keys.put(path, "(settings)");
                add(path, TomlJson.of(TomlText.parse(text)));
                return;
            } catch (InitdataException e) {
                // No settings that a component could read: compared as the text that it is.
            }
        }
        keys.put(path, shown('"' + text + '"'));
    }

    private void add(String path, JsonNode value) {
        if (value.isObject()) {
            value.properties()
                    .forEach(member -> add(path + "." + member.getKey(), member.getValue()));
        } else {
            keys.put(path, shown(value.toString()));
        }
    }

    private static String shown(String text) {
        if (text.length() <= LONGEST && text.indexOf('\n') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return "(%d bytes, sha256 %s)"
                .formatted(
                        bytes.length,
                        InitdataAlgorithm.SHA256.digest(bytes).hex().substring(0, 16));
    }
}
