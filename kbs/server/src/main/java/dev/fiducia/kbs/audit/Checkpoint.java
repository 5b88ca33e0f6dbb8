package dev.fiducia.kbs.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.ha.audit.AuditHead;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where all chains of the audit log ended at some time.
///
/// @param heads by chain; that of changes has an empty name
record Checkpoint(Instant time, SortedMap<String, AuditHead> heads) {

    /// `{"time": …, "heads": [{"chain", "seq", "hash"}]}`, chains sorted.
    byte[] toBytes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("time", time.toString());
        ArrayNode all = json.putArray("heads");
        heads.forEach((chain, head) ->
                all.addObject()
                        .put("chain", chain)
                        .put("seq", head.seq())
                        .put("hash", head.hash()));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Empty for what is no checkpoint.
    static Optional<Checkpoint> parse(byte[] bytes) {
        if (!(StrictJson.read(bytes) instanceof StrictJson.Result.Read(JsonNode json))) {
            return Optional.empty();
        }
        SortedMap<String, AuditHead> heads = new TreeMap<>();
        for (JsonNode head : json.path("heads")) {
            heads.put(
                    head.path("chain").asText(),
                    new AuditHead(head.path("seq").asLong(), head.path("hash").asText()));
        }
        try {
            return Optional.of(new Checkpoint(Instant.parse(json.path("time").asText()), heads));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
