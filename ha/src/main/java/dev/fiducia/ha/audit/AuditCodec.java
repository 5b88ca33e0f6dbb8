package dev.fiducia.ha.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The stored forms of events and of the head.
final class AuditCodec {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int DIGITS = 19;

    private AuditCodec() {}

    /// Keys that sort as their numbers do.
    static String key(long seq) {
        String digits = Long.toString(seq);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }

    static byte[] encode(AuditEvent event) {
        return event.toJson().toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Empty for what is no event as [#encode] writes it, to the byte.
    static Optional<AuditEvent> decode(byte[] stored) {
        return parse(stored).filter(event -> Arrays.equals(stored, encode(event)));
    }

    private static Optional<AuditEvent> parse(byte[] stored) {
        try {
            JsonNode json = JSON.readTree(stored);
            TreeMap<String, String> details = new TreeMap<>();
            for (Map.Entry<String, JsonNode> detail : json.required("details").properties()) {
                details.put(detail.getKey(), detail.getValue().asText());
            }
            return Optional.of(
                    new AuditEvent(
                            json.path("chain").asText(""),
                            json.path("id").asText(""),
                            json.required("seq").longValue(),
                            Instant.parse(json.required("time").asText()),
                            AuditEntry.of(
                                    json.required("actor").asText(),
                                    json.required("action").asText(),
                                    json.required("target").asText(),
                                    details),
                            json.required("prevHash").asText(),
                            json.required("hash").asText()));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static byte[] encode(AuditHead head) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("seq", head.seq()).put("hash", head.hash());
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    static Optional<AuditHead> decodeHead(byte[] stored) {
        return parseHead(stored).filter(head -> Arrays.equals(stored, encode(head)));
    }

    private static Optional<AuditHead> parseHead(byte[] stored) {
        try {
            JsonNode json = JSON.readTree(stored);
            return Optional.of(
                    new AuditHead(
                            json.required("seq").longValue(), json.required("hash").asText()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
