package dev.fiducia.rvps;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;

/// Reads one JSON text strictly (no duplicate member, nothing behind the value, bounded nesting and
/// numbers) and keeps numbers exactly as they are written.
final class StrictJson {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_DIGITS = 200;

    // What was accepted is stored inside of something else and has to be readable there.
    private static final int WRAPPING = 8;

    private static final JsonMapper RECEIVED = mapper(MAX_DEPTH);
    private static final JsonMapper STORED = mapper(MAX_DEPTH + WRAPPING);

    private StrictJson() {}

    private static JsonMapper mapper(int maxDepth) {
        StreamReadConstraints bounds =
                StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNumberLength(MAX_DIGITS)
                        .maxStringLength(RvpsLimits.MESSAGE_BYTES)
                        .maxNameLength(RvpsLimits.MESSAGE_BYTES)
                        .build();
        JsonFactory factory =
                JsonFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                        .streamReadConstraints(bounds)
                        .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /// @param what names the text in the message of a refusal
    static JsonNode readReceived(byte[] json, String what) throws RvpsException {
        JsonNode node = read(RECEIVED, json, what);
        if (!isWritable(node)) {
            throw malformed(what, "it has half of a surrogate pair");
        }
        return node;
    }

    static JsonNode readStored(byte[] json) throws RvpsException {
        return read(STORED, json, "a stored reference value");
    }

    /// The stored form, which [#readStored] is sure to read.
    static byte[] write(JsonNode node) throws RvpsException {
        try {
            byte[] json = STORED.writeValueAsBytes(node);
            readStored(json);
            return json;
        } catch (JsonProcessingException e) {
            throw malformed("the value", e.getOriginalMessage());
        }
    }

    static ObjectNode object() {
        return STORED.createObjectNode();
    }

    private static JsonNode read(JsonMapper mapper, byte[] json, String what) throws RvpsException {
        try {
            JsonNode node = mapper.readTree(json);
            if (node.isMissingNode()) {
                throw malformed(what, "it is empty");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw malformed(what, e.getOriginalMessage() + place(e));
        } catch (NumberFormatException _) {
            // Jackson lets this out as it is where an exponent is beyond all bounds.
            throw malformed(what, "it has a number that is out of bounds");
        } catch (IOException _) {
            throw malformed(what, "it is not UTF-8 text");
        }
    }

    /// Text with half of a surrogate pair has no UTF-8 form; JSON's escapes can spell it all the
    /// same.
    private static boolean isWritable(JsonNode node) {
        if (node.isTextual()) {
            return isText(node.textValue());
        }
        return node.propertyStream()
                        .allMatch(
                                member -> isText(member.getKey()) && isWritable(member.getValue()))
                && (!node.isArray() || node.valueStream().allMatch(StrictJson::isWritable));
    }

    private static boolean isText(String text) {
        return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line "
                        + e.getLocation().getLineNr()
                        + ", column "
                        + e.getLocation().getColumnNr()
                        + ")";
    }

    private static RvpsException malformed(String what, String why) {
        return new RvpsException(RvpsException.Code.MALFORMED, what + " is not valid JSON: " + why);
    }
}
