package dev.fiducia.kbs.agentpolicy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.initdata.agentpolicy.RegisteredPolicy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The JSON of a revision: what is stored, with its text, and what the API shows, without.
final class PolicyCodec {
    private PolicyCodec() {}

    static ObjectNode view(PolicyRevision revision) {
        RegisteredPolicy policy = revision.policy();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", policy.id());
        json.put("name", policy.name());
        json.put("revision", policy.revision());
        json.put("kind", wireName(policy.kind()));
        json.put("state", revision.state().wireName());
        ObjectNode labels = json.putObject("labels");
        policy.labels().forEach(labels::put);
        json.set("created", note(revision.created()));
        revision.changed().ifPresent(note -> json.set("changed", note(note)));
        revision.proposed().ifPresent(note -> json.set("proposed", note(note)));
        return json;
    }

    static byte[] encode(PolicyRevision revision) {
        ObjectNode json = view(revision).put("v", 1).put("text", revision.policy().text());
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// What does not decode was never written by us: the store is damaged.
    static PolicyRevision decode(StoredRecord stored) {
        if (!(StrictJson.read(stored.value()) instanceof StrictJson.Result.Read(JsonNode json))
                || json.path("v").asInt() != 1) {
            throw new IllegalStateException("the agent policy " + stored.key() + " is damaged");
        }
        Map<String, String> labels = new TreeMap<>();
        json.path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        RegisteredPolicy policy =
                new RegisteredPolicy(
                        json.path("id").asText(),
                        json.path("name").asText(),
                        json.path("revision").asInt(),
                        labels,
                        RegisteredPolicy.Kind.valueOf(upper(json.path("kind"))),
                        json.path("text").asText());
        return new PolicyRevision(
                policy,
                PolicyRevision.State.valueOf(upper(json.path("state"))),
                note(json.path("created")),
                json.has("changed") ? Optional.of(note(json.path("changed"))) : Optional.empty(),
                json.has("proposed") ? Optional.of(note(json.path("proposed"))) : Optional.empty());
    }

    static String wireName(RegisteredPolicy.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(JsonNode text) {
        return text.asText().toUpperCase(Locale.ROOT);
    }

    private static ObjectNode note(PolicyRevision.Note note) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", note.at().toString());
        json.put("by", note.by());
        note.reason().ifPresent(reason -> json.put("reason", reason));
        return json;
    }

    private static PolicyRevision.Note note(JsonNode json) {
        return new PolicyRevision.Note(
                Instant.parse(json.path("at").asText()),
                json.path("by").asText(),
                Optional.ofNullable(json.path("reason").textValue()));
    }
}
