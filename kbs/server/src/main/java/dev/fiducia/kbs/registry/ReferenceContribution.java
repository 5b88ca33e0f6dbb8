package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.PlatformValue;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The reference values of a document, under the names that existing policies ask for: `init_data`
/// for what hardware fields show, `snp_pcr08` and `tdx_pcr08` for vTPM platforms.
///
/// PCR 8 is kept out of `init_data`: a value of one field must not be accepted in another.
final class ReferenceContribution {
    private static final List<String> FIELDS =
            List.of("snp.host_data", "tdx.mr_config_id", "sgx.config_id");
    private static final String PCR8 = "vtpm.pcr08.sha256";

    private ReferenceContribution() {}

    static Map<String, JsonNode> of(InitdataDocument document) {
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
