package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.PlatformValue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The reference values of a document, under the names that existing policies ask for: `init_data`
/// for what hardware fields show, `snp_pcr08` and `tdx_pcr08` for vTPM platforms. Source:
/// initdata.md c.6.
///
/// PCR 8 is kept out of `init_data`: a value of one field must not be accepted in another.
public final class InitdataReferences {
    private static final List<String> FIELDS =
            List.of("snp.host_data", "tdx.mr_config_id", "sgx.config_id");
    private static final String PCR8 = "vtpm.pcr08.sha256";

    private InitdataReferences() {}

    /// Lists of accepted values, by name.
    public static Map<String, JsonNode> of(InitdataDocument document) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        Set<String> fields = new LinkedHashSet<>();
        FIELDS.forEach(name -> usable(document, name).ifPresent(fields::add));
        values.put("init_data", list(fields));
        usable(document, PCR8)
                .ifPresent(value -> {
                    values.put("snp_pcr08", list(Set.of(value)));
                    values.put("tdx_pcr08", list(Set.of(value)));
                });
        return values;
    }

    /// The same as a file for another Trustee.
    public static ReferenceFile file(InitdataDocument document, Optional<Instant> expiration) {
        List<ReferenceFile.Entry> entries = new ArrayList<>();
        of(document)
                .forEach((name, value) ->
                        entries.add(new ReferenceFile.Entry(name, value, expiration)));
        return new ReferenceFile(entries);
    }

    /// The same as the message that registers them at a KBS, which replaces what it knew of these
    /// names.
    public static ObjectNode message(InitdataDocument document) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        of(document).forEach(values::set);
        String payload =
                Base64.getEncoder()
                        .encodeToString(values.toString().getBytes(StandardCharsets.UTF_8));
        return JsonNodeFactory.instance
                .objectNode()
                .put("version", "0.1.0")
                .put("type", "sample")
                .put("payload", payload);
    }

    private static Optional<String> usable(InitdataDocument document, String name) {
        return document.platformValues()
                .find(name)
                .filter(PlatformValue::usable)
                .map(PlatformValue::value);
    }

    private static ArrayNode list(Set<String> texts) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        texts.forEach(list::add);
        return list;
    }
}
