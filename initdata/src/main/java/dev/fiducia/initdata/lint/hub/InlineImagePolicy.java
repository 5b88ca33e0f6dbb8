package dev.fiducia.initdata.lint.hub;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.util.Map;
import java.util.Optional;

/// An image policy in the format of containers-policy.json(5), as far as it says that images are
/// not checked.
///
/// @param hasDefault whether it says what applies to images that nothing else names
/// @param acceptsByDefault whether that is to take anything
/// @param acceptsSomewhere whether a registry or transport takes anything
record InlineImagePolicy(boolean hasDefault, boolean acceptsByDefault, boolean acceptsSomewhere) {

    private static final ObjectReader READER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readerFor(JsonNode.class);

    /// Reads a policy; nothing when it is not a JSON object.
    static Optional<InlineImagePolicy> parse(String json) {
        try {
            JsonNode policy = READER.readValue(json);
            return (policy != null && policy.isObject())
                    ? Optional.of(of(policy))
                    : Optional.empty();
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private static InlineImagePolicy of(JsonNode policy) {
        boolean somewhere = false;
        for (Map.Entry<String, JsonNode> transport : policy.path("transports").properties()) {
            for (JsonNode requirements : transport.getValue()) {
                somewhere |= acceptsAnything(requirements);
            }
        }
        return new InlineImagePolicy(
                policy.path("default").isArray() && !policy.path("default").isEmpty(),
                acceptsAnything(policy.path("default")),
                somewhere);
    }

    /// All requirements of a list must hold; when each one accepts anything, so does the list.
    private static boolean acceptsAnything(JsonNode requirements) {
        if (!requirements.isArray() || requirements.isEmpty()) {
            return false;
        }
        for (JsonNode requirement : requirements) {
            if (!requirement.path("type").asText().equals("insecureAcceptAnything")) {
                return false;
            }
        }
        return true;
    }
}
