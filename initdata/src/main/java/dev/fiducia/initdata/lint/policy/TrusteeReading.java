package dev.fiducia.initdata.lint.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.Optional;

/// What Trustee's attestation service takes for a policy's data: it searches the text for the first
/// `policy_data := {` and reads all that follows as one JSON value.
final class TrusteeReading {

    /// The text that the service searches for.
    static final String MARKER = "policy_data := {";

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private TrusteeReading() {}

    static Optional<JsonNode> of(String policy) {
        int marker = policy.indexOf(MARKER);
        if (marker < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(policy.substring(marker + MARKER.length() - 1)));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    /// Whether two readings say the same, whatever their numbers look like.
    static boolean isSame(JsonNode one, JsonNode other) {
        return one.equals(
                (a, b) ->
                        a.isNumber()
                                        && b.isNumber()
                                        && a.decimalValue().compareTo(b.decimalValue()) == 0
                                ? 0
                                : a.equals(b) ? 0 : 1,
                other);
    }
}
