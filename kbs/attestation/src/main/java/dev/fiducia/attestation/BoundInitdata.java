package dev.fiducia.attestation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.BoundValue;
import dev.fiducia.initdata.InitdataDocument;

/// Which initdata evidence is bound to, as the registry says at the time of the question: the
/// registered document, or `registered: false` with the state `unregistered` (bound to something
/// else), `unbound` (bound to nothing) or `unproven` (claimed without hardware).
public final class BoundInitdata {
    private static final String UNREGISTERED = "unregistered";

    private final InitdataBindings bindings;

    public BoundInitdata(InitdataBindings bindings) {
        this.bindings = bindings;
    }

    /// What stands behind a verified `init_data` claim. The caller owns the object.
    public ObjectNode of(Tee tee, String initDataClaim) {
        if (tee == Tee.SAMPLE || tee == Tee.SAMPLE_DEVICE) {
            // It says what it likes: no policy may take its word for a registered document.
            return unregistered("unproven");
        }
        boolean isBound =
                BoundValue.observed(tee.wireName(), initDataClaim)
                        .map(value -> !value.isUnset())
                        .orElse(false);
        return isBound
                ? bindings.lookup(tee, initDataClaim).orElseGet(() -> unregistered(UNREGISTERED))
                : unbound();
    }

    /// The same for evidence that was checked against the document itself: of one that nobody
    /// registered, its agent policy is judged all the same.
    ObjectNode of(Tee tee, String initDataClaim, InitdataDocument document) {
        ObjectNode known = of(tee, initDataClaim);
        if (known.path("state").asText().equals(UNREGISTERED)) {
            bindings.policy(document).ifPresent(policy -> known.set("policy", policy));
        }
        return known;
    }

    /// For evidence that is bound to no initdata at all. The caller owns the object.
    public static ObjectNode unbound() {
        return unregistered("unbound");
    }

    private static ObjectNode unregistered(String state) {
        return JsonNodeFactory.instance.objectNode().put("registered", false).put("state", state);
    }
}
