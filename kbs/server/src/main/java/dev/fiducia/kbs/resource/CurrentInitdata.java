package dev.fiducia.kbs.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.BoundInitdata;
import dev.fiducia.attestation.InitdataBindings;
import dev.fiducia.attestation.Tee;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the registry says now of the initdata behind a token. The token's own word is not asked: it
/// may be minutes old, or of an issuer that knows no registry. A revocation thus counts from the
/// next request on.
public final class CurrentInitdata {
    private static final String CPU = "cpu0";
    private static final String EVIDENCE = "ear.veraison.annotated-evidence";
    private static final String INIT_DATA = "init_data";

    private final BoundInitdata registry;

    public CurrentInitdata(InitdataBindings bindings) {
        this.registry = new BoundInitdata(bindings);
    }

    /// Where the bearer of a token stands.
    ///
    /// @param tee the TEE of the token's primary evidence, if it is one
    /// @param initdata as in [BoundInitdata], for the primary evidence
    /// @param revoked whether any evidence of the token is bound to a revoked document
    record Standing(Optional<Tee> tee, ObjectNode initdata, boolean revoked) {}

    Standing of(JsonNode claims) {
        boolean revoked = false;
        for (JsonNode submodule : claims.path("submods")) {
            JsonNode evidence = submodule.path(EVIDENCE);
            for (Tee tee : tees(evidence)) {
                revoked |= isRevoked(bound(tee, evidence));
            }
        }
        JsonNode primary = claims.path("submods").path(CPU).path(EVIDENCE);
        List<Tee> tees = tees(primary);
        // Evidence is of one TEE; whatever names several shall not choose how its value is read.
        return tees.size() == 1
                ? new Standing(
                        Optional.of(tees.getFirst()), bound(tees.getFirst(), primary), revoked)
                : new Standing(Optional.empty(), BoundInitdata.unbound(), revoked);
    }

    private ObjectNode bound(Tee tee, JsonNode evidence) {
        JsonNode claim = evidence.path(INIT_DATA);
        return claim.isTextual() ? registry.of(tee, claim.textValue()) : BoundInitdata.unbound();
    }

    private static boolean isRevoked(ObjectNode initdata) {
        return initdata.path("state").asText().equals("revoked");
    }

    private static List<Tee> tees(JsonNode evidence) {
        return Arrays.stream(Tee.values()).filter(tee -> evidence.has(tee.wireName())).toList();
    }
}
