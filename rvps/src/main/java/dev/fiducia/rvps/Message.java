package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Map;

/// The envelope of a registration, `{"version": "0.1.0", "type": …, "payload": …}`. Members that it
/// does not know are ignored, as Trustee does.
record Message(String type, String payload) {

    private static final String VERSION = "0.1.0";
    private static final Map<String, Extractor> EXTRACTORS =
            Map.of("sample", new SampleExtractor(), "swid", new SwidExtractor());

    static Message parse(byte[] json) throws RvpsException {
        if (json.length > RvpsLimits.MESSAGE_BYTES) {
            throw new RvpsException(
                    RvpsException.Code.LIMIT,
                    "a message has at most " + RvpsLimits.MESSAGE_BYTES + " bytes");
        }
        JsonNode node = StrictJson.readReceived(json, "the message");
        if (!node.isObject()) {
            throw new RvpsException(
                    RvpsException.Code.MALFORMED, "the message is not a JSON object");
        }
        String version = node.has("version") ? text(node, "version") : VERSION;
        if (!version.equals(VERSION)) {
            throw new RvpsException(
                    RvpsException.Code.VERSION,
                    "Version unmatched! Need " + VERSION + ", given " + shown(version) + ".");
        }
        return new Message(text(node, "type"), text(node, "payload"));
    }

    /// The values that the message registers, by name.
    ///
    /// @param further extractors by type, besides those of this module
    Map<String, JsonNode> values(Map<String, Extractor> further) throws RvpsException {
        Extractor extractor = EXTRACTORS.getOrDefault(type, further.get(type));
        if (extractor == null) {
            throw new RvpsException(
                    RvpsException.Code.EXTRACTOR, "Could not find extractor for " + shown(type));
        }
        return extractor.extract(payload);
    }

    private static String text(JsonNode message, String member) throws RvpsException {
        JsonNode value = message.get(member);
        if (value == null || !value.isTextual()) {
            throw new RvpsException(
                    RvpsException.Code.MALFORMED, "the message has no text \"" + member + "\"");
        }
        return value.textValue();
    }

    /// What the sender wrote, short and in one line, since it ends in answers and logs.
    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "\uFFFD");
        return line.length() <= 64 ? line : line.substring(0, 64) + "…";
    }
}
