package dev.fiducia.kbs.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.kbs.agentpolicy.PolicyVerdicts;
import dev.fiducia.kbs.registry.InitdataRegistry;
import dev.fiducia.kbs.registry.VersionedRevision;

import java.time.Instant;
import java.util.Optional;

/// What admission asks of the registry.
final class KnownInitdata {
    private final InitdataRegistry registry;
    private final PolicyVerdicts verdicts;

    KnownInitdata(InitdataRegistry registry, PolicyVerdicts verdicts) {
        this.registry = registry;
        this.verdicts = verdicts;
    }

    Instant now() {
        return registry.now();
    }

    Optional<InitdataRevision> revision(InitdataDocument document) {
        return registry.find(document.id()).map(VersionedRevision::revision);
    }

    /// The document that pods of a name get: of its newest revision in force.
    Optional<InitdataDocument> documentOf(String name) {
        return registry.revisions(name).reversed().stream()
                .map(VersionedRevision::revision)
                .filter(revision -> revision.isInForceAt(now()))
                .findFirst()
                .map(registry::parsedDocument);
    }

    /// The claims about a registered document's agent policy.
    ObjectNode verdict(InitdataDocument document) {
        return verdicts.registered(
                document.id(), () -> Optional.ofNullable(document.data().get("policy.rego")));
    }
}
