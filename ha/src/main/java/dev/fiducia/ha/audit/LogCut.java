package dev.fiducia.ha.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where the log begins, because what was before was removed on purpose.
///
/// @param time when it was cut
/// @param before nothing that was removed is of this time or later
/// @param positions the last event that was removed from each chain. Also chains that lost none, of
///   which a removed change told that they were begun: nothing else knows of them any more
public record LogCut(Instant time, Instant before, SortedMap<String, AuditHead> positions) {

    /// Of a log that is whole.
    public static final LogCut NONE = new LogCut(Instant.EPOCH, Instant.EPOCH, new TreeMap<>());

    private static final JsonMapper JSON = new JsonMapper();

    public LogCut {
        positions = Collections.unmodifiableSortedMap(new TreeMap<>(positions));
    }

    /// The last event that was removed from a chain.
    AuditHead of(String chain) {
        return positions.getOrDefault(chain, AuditHead.EMPTY);
    }

    /// How many events were removed since the log began.
    public long events() {
        return positions.values().stream().mapToLong(AuditHead::seq).sum();
    }

    /// `{"time", "before", "cuts": [{"chain", "seq", "hash"}]}`, chains sorted.
    byte[] toBytes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("time", time.toString()).put("before", before.toString());
        ArrayNode all = json.putArray("cuts");
        positions.forEach((chain, last) ->
                all.addObject()
                        .put("chain", chain)
                        .put("seq", last.seq())
                        .put("hash", last.hash()));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Empty for what is no cut as [#toBytes()] writes it, to the byte.
    static Optional<LogCut> parse(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            SortedMap<String, AuditHead> positions = new TreeMap<>();
            for (JsonNode each : json.required("cuts")) {
                positions.put(
                        each.required("chain").asText(),
                        new AuditHead(
                                each.required("seq").longValue(), each.required("hash").asText()));
            }
            LogCut cut =
                    new LogCut(
                            Instant.parse(json.required("time").asText()),
                            Instant.parse(json.required("before").asText()),
                            positions);
            return Optional.of(cut).filter(read -> Arrays.equals(read.toBytes(), bytes));
        } catch (IOException | DateTimeException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
