package dev.fiducia.attestation;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;

/// What the service knows of the initdata that evidence is bound to; the registry is behind it.
@FunctionalInterface
public interface InitdataBindings {
    /// The registered document that a verified `init_data` claim stands for, as `{registered,
    /// state, name, digest}`; empty if none is registered. The caller may change the object.
    Optional<ObjectNode> lookup(Tee tee, String initDataClaim);

    /// For services without a registry: nothing is registered.
    static InitdataBindings none() {
        return (tee, claim) -> Optional.empty();
    }
}
