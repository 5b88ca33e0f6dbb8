package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.InitdataBindings;
import dev.fiducia.attestation.Tee;
import dev.fiducia.initdata.BoundValue;

import java.util.Optional;

/// Tells the attestation service which registered document evidence is bound to. A revocation
/// counts from the next question on.
public final class RegistryBindings implements InitdataBindings {
    private final InitdataRegistry registry;

    public RegistryBindings(InitdataRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Optional<ObjectNode> lookup(Tee tee, String initDataClaim) {
        return BoundValue.observed(tee.wireName(), initDataClaim)
                .filter(value -> !value.isUnset())
                .flatMap(registry::find)
                .map(RegistryBindings::claims);
    }

    private static ObjectNode claims(RegisteredInitdata entry) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("registered", entry.isActive());
        claims.put("state", entry.state().wireName());
        entry.name().ifPresent(name -> claims.put("name", name));
        claims.put("digest", entry.digest());
        return claims;
    }
}
