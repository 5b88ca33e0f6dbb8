package dev.fiducia.kbs.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataClaims;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.lint.Platform;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.RevisionState;
import dev.fiducia.kbs.agentpolicy.PolicyVerdicts;

import java.util.Optional;
import java.util.TreeSet;

/// A revision as templates get to see it: `review.object`, of kind `Initdata` in `trustee/v1`. What
/// the registry says of it is on top, `claims` is what policies get of the document, and `policy`
/// what its agent policy is worth.
final class RevisionObject {
    private final PolicyVerdicts verdicts;

    RevisionObject(PolicyVerdicts verdicts) {
        this.verdicts = verdicts;
    }

    /// @param state the state that it would have, or has
    ObjectNode of(InitdataRevision revision, RevisionState state, InitdataDocument document) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "trustee/v1").put("kind", "Initdata");
        ObjectNode metadata = object.putObject("metadata").put("name", revision.name());
        ObjectNode labels = metadata.putObject("labels");
        revision.labels().forEach(labels::put);
        object.put("name", revision.name());
        object.put("revision", revision.number());
        object.put("state", state.wireName());
        object.put("id", revision.document().prefixedId());
        object.put("algorithm", document.algorithm().wireName());
        object.put("digest", document.digest().hex());
        object.put("size", document.size());
        if (!revision.platforms().isEmpty()) {
            ArrayNode platforms = object.putArray("platforms");
            new TreeSet<>(revision.platforms())
                    .stream().map(Platform::wireName).forEach(platforms::add);
        }
        ArrayNode files = object.putArray("files");
        document.data().keySet().forEach(files::add);
        object.set("claims", InitdataClaims.of(document));
        object.set(
                "policy",
                verdicts.registered(
                        document.id(),
                        () -> Optional.ofNullable(document.data().get("policy.rego"))));
        return object;
    }
}
