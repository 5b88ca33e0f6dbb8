package dev.fiducia.attestation.token;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where the claims of an attestation token may hold the TEE's public key; the first place that is
/// filled decides.
public final class TeeKeyPaths {
    private static final List<JsonPointer> KNOWN =
            List.of(
                    JsonPointer.compile("/tdx/attester_runtime_data/tee-pubkey"),
                    JsonPointer.compile("/tdx/attester_user_data/tee-pubkey"),
                    JsonPointer.compile("/customized_claims/runtime_data/tee-pubkey"),
                    JsonPointer.compile(
                            "/submods/cpu0/ear.veraison.annotated-evidence/runtime_data_claims/tee-pubkey"),
                    JsonPointer.compile("/tee-pubkey"));
    private static final Set<String> KEY_TYPES = Set.of("RSA", "EC", "AKP");

    private final List<JsonPointer> paths;

    private TeeKeyPaths(List<JsonPointer> paths) {
        this.paths = List.copyOf(paths);
    }

    /// The places of the Attestation Results that exist today.
    public static TeeKeyPaths known() {
        return new TeeKeyPaths(KNOWN);
    }

    /// The configured JSON pointers (`extra_teekey_paths`) before the known ones.
    public static TeeKeyPaths withExtra(List<String> extra) throws TokenKeyException {
        List<JsonPointer> paths = new ArrayList<>();
        for (String pointer : extra) {
            try {
                paths.add(JsonPointer.compile(pointer));
            } catch (IllegalArgumentException e) {
                throw new TokenKeyException(
                        "not a JSON pointer in extra_teekey_paths: " + pointer, e);
            }
        }
        paths.addAll(KNOWN);
        return new TeeKeyPaths(paths);
    }

    /// The TEE's public key as a JWK, or empty: no place is filled, or the first filled one holds
    /// no key of a known type.
    public Optional<ObjectNode> find(JsonNode claims) {
        for (JsonPointer path : paths) {
            JsonNode found = claims.at(path);
            if (!found.isMissingNode()) {
                return found instanceof ObjectNode key
                                && KEY_TYPES.contains(key.path("kty").asText())
                        ? Optional.of(key)
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
