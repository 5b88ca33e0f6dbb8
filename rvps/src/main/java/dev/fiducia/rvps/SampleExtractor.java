package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// The type `sample`: base64 of a JSON object, each member a name and its value as it is.
final class SampleExtractor implements Extractor {

    @Override
    public Map<String, JsonNode> extract(String payload) throws RvpsException {
        JsonNode object = StrictJson.readReceived(decode(payload), "the payload");
        if (!object.isObject()) {
            throw new RvpsException(
                    RvpsException.Code.MALFORMED,
                    "the payload is not a JSON object of names and values");
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        object.properties().forEach(member -> values.put(member.getKey(), member.getValue()));
        return values;
    }

    /// Padded, with the standard alphabet, and canonical, as Trustee wants it.
    private static byte[] decode(String payload) throws RvpsException {
        try {
            byte[] decoded = Base64.getDecoder().decode(payload);
            if (Base64.getEncoder().encodeToString(decoded).equals(payload)) {
                return decoded;
            }
        } catch (IllegalArgumentException _) {
            // Said below, as for what is decodable but not canonical.
        }
        throw new RvpsException(
                RvpsException.Code.MALFORMED, "the payload is not padded standard base64");
    }
}
