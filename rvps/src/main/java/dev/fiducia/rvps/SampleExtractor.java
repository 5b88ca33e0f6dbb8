package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.Map;

/// The type `sample`: base64 of a JSON object, each member a name and its value as it is.
final class SampleExtractor implements Extractor {

    @Override
    public Map<String, JsonNode> extract(String payload) throws RvpsException {
        JsonNode object = StrictJson.readReceived(Payload.decode(payload), "the payload");
        if (!object.isObject()) {
            throw new RvpsException(
                    RvpsException.Code.MALFORMED,
                    "the payload is not a JSON object of names and values");
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        object.properties().forEach(member -> values.put(member.getKey(), member.getValue()));
        return values;
    }
}
