package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.ha.store.StoreException;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The stored form of a reference value: `{"version": "0.1.0", "name": …, "contributions":
/// [{"source", "from", "expiration", "value"}, …]}`; without `from` it always counted.
final class ValueCodec {

    private static final String VERSION = "0.1.0";

    private ValueCodec() {}

    static byte[] encode(ReferenceValue value) throws RvpsException {
        ObjectNode root = StrictJson.object();
        root.put("version", VERSION).put("name", value.name());
        ArrayNode parts = root.putArray("contributions");
        for (Contribution part : value.contributions()) {
            ObjectNode entry = parts.addObject().put("source", part.source().name());
            if (!part.from().equals(Contribution.ALWAYS)) {
                entry.put("from", part.from().toString());
            }
            entry.put("expiration", part.expiration().toString()).set("value", part.value());
        }
        byte[] encoded = StrictJson.write(root);
        if (encoded.length > RvpsLimits.RECORD_BYTES) {
            throw new RvpsException(
                    RvpsException.Code.LIMIT,
                    "all that is said about one name has at most "
                            + RvpsLimits.RECORD_BYTES
                            + " bytes");
        }
        return encoded;
    }

    static ReferenceValue decode(String name, byte[] stored) {
        try {
            JsonNode root = StrictJson.readStored(stored);
            if (!root.path("version").asText().equals(VERSION)
                    || !root.path("name").asText().equals(name)
                    || !root.path("contributions").isArray()) {
                throw corrupt(name, null);
            }
            List<Contribution> parts = new ArrayList<>();
            for (JsonNode part : root.path("contributions")) {
                parts.add(
                        new Contribution(
                                new Source(part.path("source").asText()),
                                part.required("value"),
                                part.has("from")
                                        ? Instant.parse(part.path("from").asText())
                                        : Contribution.ALWAYS,
                                Instant.parse(part.path("expiration").asText())));
            }
            return new ReferenceValue(name, parts);
        } catch (RvpsException | IllegalArgumentException | DateTimeException e) {
            throw corrupt(name, e);
        }
    }

    private static StoreException corrupt(String name, @Nullable Exception cause) {
        return new StoreException(
                StoreException.Reason.CORRUPT,
                "the stored reference value " + name + " is not one",
                cause);
    }
}
