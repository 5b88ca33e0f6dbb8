package dev.fiducia.kbs.agentpolicy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.InitdataBindings;
import dev.fiducia.attestation.Tee;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;

import java.util.Optional;
import java.util.function.Function;

/// Adds to what the registry knows of a document what its agent policy is worth by the policies
/// that are approved now.
public final class JudgedBindings implements InitdataBindings {
    private static final String POLICY = "policy.rego";

    private final InitdataBindings registry;
    private final Function<String, Optional<byte[]>> documents;
    private final PolicyVerdicts verdicts;

    /// @param registry tells a document's `id`
    /// @param documents the bytes of a registered document, by its id
    public JudgedBindings(
            InitdataBindings registry,
            Function<String, Optional<byte[]>> documents,
            PolicyVerdicts verdicts) {
        this.registry = registry;
        this.documents = documents;
        this.verdicts = verdicts;
    }

    @Override
    public Optional<ObjectNode> lookup(Tee tee, String initDataClaim) {
        Optional<ObjectNode> known = registry.lookup(tee, initDataClaim);
        known.filter(claims -> claims.path("id").isTextual())
                .ifPresent(claims -> {
                    String id = claims.path("id").textValue();
                    claims.set("policy", verdicts.registered(id, () -> policyOf(id)));
                });
        return known;
    }

    @Override
    public Optional<ObjectNode> policy(InitdataDocument document) {
        return verdicts.unregistered(
                document.id(), Optional.ofNullable(document.data().get(POLICY)));
    }

    private Optional<String> policyOf(String id) {
        byte[] bytes =
                documents
                        .apply(id)
                        .orElseThrow(
                                () -> new IllegalStateException("the document " + id + " is lost"));
        try {
            return Optional.ofNullable(InitdataDocument.parse(bytes).data().get(POLICY));
        } catch (InitdataException e) {
            throw new IllegalStateException("the document " + id + " no longer parses", e);
        }
    }
}
