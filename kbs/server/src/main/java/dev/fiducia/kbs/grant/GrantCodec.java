package dev.fiducia.kbs.grant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.Tee;
import dev.fiducia.ha.store.StoredRecord;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The JSON of a grant: what is stored, and what the API shows.
final class GrantCodec {
    private GrantCodec() {}

    static ObjectNode view(Grant grant) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", grant.id());
        json.put("name", grant.name());
        json.put("resource", grant.resource().toString());
        ArrayNode platforms = json.putArray("platforms");
        grant.tees().forEach(tee -> platforms.add(tee.wireName()));
        json.put("state", grant.isLive() ? "live" : "revoked");
        json.set("granted", note(grant.granted()));
        grant.revoked().ifPresent(note -> json.set("revoked", note(note)));
        return json;
    }

    static byte[] encode(Grant grant) {
        return view(grant).put("v", 1).toString().getBytes(StandardCharsets.UTF_8);
    }

    /// What does not decode was never written by us: the store is damaged, and to go on without the
    /// grant could open what it restricts.
    static Grant decode(StoredRecord stored) {
        if (!(StrictJson.read(stored.value()) instanceof StrictJson.Result.Read(JsonNode json))
                || json.path("v").asInt() != 1) {
            throw damaged(stored);
        }
        Set<Tee> tees = EnumSet.noneOf(Tee.class);
        for (JsonNode platform : json.path("platforms")) {
            tees.add(Tee.of(platform.asText()).orElseThrow(() -> damaged(stored)));
        }
        return new Grant(
                stored.key(),
                json.path("name").asText(),
                ResourcePattern.parse(json.path("resource").asText())
                        .orElseThrow(() -> damaged(stored)),
                tees,
                note(json.path("granted")),
                json.has("revoked") ? Optional.of(note(json.path("revoked"))) : Optional.empty());
    }

    private static ObjectNode note(Grant.Note note) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", note.at().toString());
        json.put("by", note.by());
        note.reason().ifPresent(reason -> json.put("reason", reason));
        return json;
    }

    private static Grant.Note note(JsonNode json) {
        return new Grant.Note(
                Instant.parse(json.path("at").asText()),
                json.path("by").asText(),
                Optional.ofNullable(json.path("reason").textValue()));
    }

    private static IllegalStateException damaged(StoredRecord stored) {
        return new IllegalStateException("the grant " + stored.key() + " is damaged");
    }
}
