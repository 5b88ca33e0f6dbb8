package dev.fiducia.attestation.cca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.evidence.RefusedException;

import java.util.Map;
import java.util.Set;

/// Compares the claims that a service read in a token with those that were read here. Were they not
/// the same, one of the two would have judged something else.
final class EchoedClaims {

    private static final String CODE = "cca-claims-differ";

    /// Which realm on which platform: without these there is nothing to compare. The others have to
    /// be the same if the service names them; it may name more.
    private static final Set<String> REQUIRED =
            Set.of(
                    "cca-platform-instance-id",
                    "cca-platform-implementation-id",
                    "cca-platform-config",
                    "cca-platform-lifecycle",
                    "cca-platform-sw-components",
                    "measurement-value",
                    "signer-id",
                    "cca-realm-challenge",
                    "cca-realm-personalization-value",
                    "cca-realm-initial-measurement",
                    "cca-realm-extensible-measurements",
                    "cca-realm-hash-algo-id");

    private EchoedClaims() {}

    static void require(JsonNode ours, JsonNode theirs, String place) throws RefusedException {
        if (ours instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> claim : object.properties()) {
                JsonNode echo = theirs.get(claim.getKey());
                if (echo != null) {
                    require(claim.getValue(), echo, place + "." + claim.getKey());
                } else if (REQUIRED.contains(claim.getKey())) {
                    throw RefusedException.at(
                            CODE,
                            "The Veraison service does not say what it read as " + claim.getKey(),
                            place);
                }
            }
        } else if (ours.isArray() && theirs.isArray() && ours.size() == theirs.size()) {
            for (int i = 0; i < ours.size(); i++) {
                require(ours.path(i), theirs.path(i), place + "[" + i + "]");
            }
        } else if (ours.isArray() || !ours.equals(theirs)) {
            throw RefusedException.at(
                    CODE, "The Veraison service read another claim than is in the token", place);
        }
    }
}
