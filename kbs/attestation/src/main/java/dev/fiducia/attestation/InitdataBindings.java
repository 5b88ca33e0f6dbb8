package dev.fiducia.attestation;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataDocument;

import java.util.Optional;

/// What the service knows of the initdata that evidence is bound to; the registry is behind it.
@FunctionalInterface
public interface InitdataBindings {
    /// The registered document that a verified `init_data` claim stands for, as `{registered,
    /// state, …}` and, where its agent policy was judged, `policy`; empty if none is registered.
    /// The caller may change the object.
    Optional<ObjectNode> lookup(Tee tee, String initDataClaim);

    /// What the agent policy of a document is worth that nobody registered, but that evidence was
    /// seen to be bound to; empty if nobody judges that. The caller may change the object.
    default Optional<ObjectNode> policy(InitdataDocument document) {
        return Optional.empty();
    }

    /// For services without a registry: nothing is registered.
    static InitdataBindings none() {
        return (tee, claim) -> Optional.empty();
    }
}
