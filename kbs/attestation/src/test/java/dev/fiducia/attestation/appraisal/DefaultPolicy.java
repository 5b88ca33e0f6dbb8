package dev.fiducia.attestation.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.InMemoryStore;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import java.io.IOException;
import java.util.Optional;

/// What the default policies say of claims and reference values, for tests.
final class DefaultPolicy {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AttestationPolicies POLICIES =
            new AttestationPolicies(new InMemoryStore(), CryptoSuite.create(CryptoPreference.AUTO));

    private DefaultPolicy() {}

    static PolicyVerdict verdict(String teeClass, String input, String references) {
        JsonNode values = json(references);
        ReferenceLookup lookup = name -> Optional.ofNullable(values.get(name));
        return switch (POLICIES.judge("default", teeClass, trusted(input), lookup)) {
            case PolicyResult.Judged(PolicyVerdict verdict) -> verdict;
            case PolicyResult.Refused(var refusal) -> throw new AssertionError(refusal.describe());
        };
    }

    /// Nothing speaks against the platforms here, unless the input says otherwise.
    private static JsonNode trusted(String input) {
        JsonNode read = json(input);
        read.properties()
                .forEach(tee -> {
                    if (tee.getValue() instanceof ObjectNode claims
                            && !claims.isEmpty()
                            && !claims.has("platform_trust")) {
                        claims.putObject("platform_trust").put("trusted", true);
                    }
                });
        return read;
    }

    static void assertVector(
            String teeClass,
            String input,
            String references,
            int executables,
            int hardware,
            int configuration) {
        JsonNode vector = verdict(teeClass, input, references).trustVector().toJson();
        assertThat(
                        new int[] {
                            vector.path("executables").intValue(),
                            vector.path("hardware").intValue(),
                            vector.path("configuration").intValue()
                        })
                .as("executables, hardware, configuration of %s with %s", input, references)
                .containsExactly(executables, hardware, configuration);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
