package dev.fiducia.attestation.appraisal;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `trust_claims` and `extensions` of a policy, strictly: what is not exactly a verdict is
/// refused.
///
/// The service that this is compatible with lets values wrap around into an int8 and dies of an
/// unknown name.
final class PolicyOutput {
    private PolicyOutput() {}

    /// @param trustClaims what the rule gave; absent if the policy has no such rule
    /// @param extensions likewise
    static PolicyResult read(Optional<JsonNode> trustClaims, Optional<JsonNode> extensions) {
        Optional<String> objection =
                trustClaims
                        .flatMap(PolicyOutput::objectionToClaims)
                        .or(() -> extensions.flatMap(PolicyOutput::objectionToExtensions));
        return objection
                .map(message -> PolicyResult.refused("policy-output", message))
                .orElseGet(() ->
                        new PolicyResult.Judged(
                                new PolicyVerdict(
                                        trustClaims
                                                .map(PolicyOutput::vector)
                                                .orElseGet(TrustVector::silent),
                                        extensions
                                                .map(PolicyOutput::extensions)
                                                .orElseGet(List::of))));
    }

    private static Optional<String> objectionToClaims(JsonNode claims) {
        if (!claims.isObject()) {
            return Optional.of("trust_claims is not an object");
        }
        if (claims.isEmpty()) {
            return Optional.of("At least one policy claim must be set.");
        }
        for (Map.Entry<String, JsonNode> claim : claims.properties()) {
            if (TrustClaim.named(claim.getKey()).isEmpty()) {
                return Optional.of(
                        "trust_claims has the unknown claim \"" + shown(claim.getKey()) + "\"");
            }
            if (!isInt8(claim.getValue())) {
                return Optional.of(
                        "trust_claims." + claim.getKey() + " is not an integer from -128 to 127");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> objectionToExtensions(JsonNode extensions) {
        if (!extensions.isArray()) {
            return Optional.of("extensions is not an array");
        }
        Set<String> names = new HashSet<>(Appraisal.OWN_CLAIMS);
        Set<Integer> keys = new HashSet<>();
        for (JsonNode extension : extensions) {
            JsonNode name = extension.path("name");
            JsonNode key = extension.path("key");
            if (!name.isTextual()
                    || !key.isIntegralNumber()
                    || !key.canConvertToInt()
                    || !extension.has("value")) {
                return Optional.of(
                        "an extension is not {\"name\": string, \"key\": int32, \"value\": any}");
            }
            if (!names.add(name.textValue())) {
                return Optional.of(
                        "the extension name \"" + shown(name.textValue()) + "\" is taken");
            }
            if (!keys.add(key.intValue())) {
                return Optional.of("the extension key " + key.intValue() + " is taken");
            }
        }
        return Optional.empty();
    }

    private static boolean isInt8(JsonNode value) {
        return value.isIntegralNumber()
                && value.canConvertToInt()
                && value.intValue() >= Byte.MIN_VALUE
                && value.intValue() <= Byte.MAX_VALUE;
    }

    private static TrustVector vector(JsonNode claims) {
        EnumMap<TrustClaim, Byte> vector = new EnumMap<>(TrustClaim.class);
        for (TrustClaim claim : TrustClaim.values()) {
            if (claims.has(claim.wireName())) {
                vector.put(claim, (byte) claims.path(claim.wireName()).intValue());
            }
        }
        return new TrustVector(vector);
    }

    private static List<Extension> extensions(JsonNode extensions) {
        List<Extension> read = new ArrayList<>();
        extensions.forEach(extension ->
                read.add(
                        new Extension(
                                extension.path("name").textValue(),
                                extension.path("key").intValue(),
                                extension.path("value"))));
        return read;
    }

    private static String shown(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "…";
    }
}
