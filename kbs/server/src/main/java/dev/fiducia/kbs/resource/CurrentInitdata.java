package dev.fiducia.kbs.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.BoundInitdata;
import dev.fiducia.attestation.InitdataBindings;
import dev.fiducia.attestation.Tee;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What the registry says now of the initdata behind a token. The token's own word is not asked: it
/// may be minutes old, or of an issuer that knows no registry. A revocation thus counts from the
/// next request on.
public final class CurrentInitdata {
    private static final String CPU = "cpu0";
    private static final String EVIDENCE = "ear.veraison.annotated-evidence";
    private static final String INIT_DATA = "init_data";
    private static final String INITDATA = "initdata";
    private static final String POLICY = "policy";

    private final BoundInitdata registry;
    private final Predicate<String> approved;

    /// @param approved whether the agent policy with an id is approved now
    public CurrentInitdata(InitdataBindings bindings, Predicate<String> approved) {
        this.registry = new BoundInitdata(bindings);
        this.approved = approved;
    }

    /// Where the bearer of a token stands.
    ///
    /// @param tee the TEE of the token's primary evidence, if it is one
    /// @param initdata as in [BoundInitdata], for the primary evidence; with the agent policy that
    ///   attestation saw in a document that nobody registered
    /// @param revoked whether any evidence of the token is bound to a revoked document
    record Standing(Optional<Tee> tee, ObjectNode initdata, boolean revoked) {}

    Standing of(JsonNode claims) {
        boolean revoked = false;
        Optional<Tee> tee = Optional.empty();
        ObjectNode initdata = BoundInitdata.unbound();
        for (Map.Entry<String, JsonNode> submodule : claims.path("submods").properties()) {
            JsonNode evidence = submodule.getValue().path(EVIDENCE);
            List<Tee> tees = tees(evidence);
            for (Tee each : tees) {
                ObjectNode known = bound(each, evidence);
                revoked |= isRevoked(known);
                // Evidence is of one TEE; what names several shall not choose how its value is
                // read.
                if (submodule.getKey().equals(CPU) && tees.size() == 1) {
                    tee = Optional.of(each);
                    initdata = withPolicy(known, evidence);
                }
            }
        }
        return new Standing(tee, initdata, revoked);
    }

    private ObjectNode withPolicy(ObjectNode known, JsonNode evidence) {
        if (known.path("state").asText().equals("unregistered")) {
            stillApproved(evidence.path(INITDATA).path(POLICY))
                    .ifPresent(policy -> known.set(POLICY, policy));
        }
        return known;
    }

    private ObjectNode bound(Tee tee, JsonNode evidence) {
        JsonNode claim = evidence.path(INIT_DATA);
        return claim.isTextual() ? registry.of(tee, claim.textValue()) : BoundInitdata.unbound();
    }

    /// Nobody registered the document, so that only the attestation saw its agent policy. What that
    /// matched then counts as far as it is still approved.
    private Optional<ObjectNode> stillApproved(JsonNode told) {
        if (!(told instanceof ObjectNode policy)) {
            return Optional.empty();
        }
        ObjectNode now = policy.deepCopy();
        ArrayNode registered = now.putArray("registered");
        policy.path("registered")
                .forEach(each -> {
                    if (approved.test(each.path("id").asText())) {
                        registered.add(each);
                    }
                });
        if (registered.isEmpty() && !policy.path("registered").isEmpty()) {
            now.put("match", "none");
        }
        return Optional.of(now);
    }

    private static boolean isRevoked(ObjectNode initdata) {
        return initdata.path("state").asText().equals("revoked");
    }

    private static List<Tee> tees(JsonNode evidence) {
        return Arrays.stream(Tee.values()).filter(tee -> evidence.has(tee.wireName())).toList();
    }
}
