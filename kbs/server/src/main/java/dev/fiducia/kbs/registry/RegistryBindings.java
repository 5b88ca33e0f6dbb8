package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.InitdataBindings;
import dev.fiducia.attestation.Tee;
import dev.fiducia.initdata.BoundValue;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.Standing;

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
                .map(registry::standing)
                .flatMap(RegistryBindings::claims);
    }

    private static Optional<ObjectNode> claims(Standing standing) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        return switch (standing) {
            case Standing.Unregistered _ -> Optional.empty();
            case Standing.Ambiguous _ ->
                    Optional.of(claims.put("registered", false).put("state", "ambiguous"));
            case Standing.Known known -> {
                InitdataRevision revision = known.revision();
                claims.put("registered", known.isInForce());
                claims.put("state", known.state().wireName());
                claims.put("id", revision.document().prefixedId());
                claims.put("name", revision.name());
                claims.put("revision", revision.number());
                claims.put("digest", revision.document().digest().hex());
                ObjectNode labels = claims.putObject("labels");
                revision.labels().forEach(labels::put);
                yield Optional.of(claims);
            }
        };
    }
}
