package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.initdata.InitdataAlgorithm;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// The stored form of a registration: JSON, without the document, which has a record of its own.
final class RegistryCodec {
    private RegistryCodec() {}

    static byte[] encode(RegisteredInitdata entry) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("v", 1);
        json.put("algorithm", entry.algorithm().wireName());
        json.put("digest", entry.digest());
        json.put("size", entry.size());
        entry.name().ifPresent(name -> json.put("name", name));
        json.put("state", entry.state().wireName());
        json.put("registered_at", entry.registeredAt().toString());
        json.put("registered_by", entry.registeredBy());
        entry.revokedAt().ifPresent(at -> json.put("revoked_at", at.toString()));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// What does not decode was never written by us: the store is damaged.
    static RegisteredInitdata decode(StoredRecord stored) {
        if (!(StrictJson.read(stored.value()) instanceof StrictJson.Result.Read(JsonNode json))) {
            throw damaged(stored);
        }
        Optional<String> revoked = text(json, "revoked_at");
        return new RegisteredInitdata(
                stored.key(),
                InitdataAlgorithm.of(json.path("algorithm").asText())
                        .orElseThrow(() -> damaged(stored)),
                json.path("digest").asText(),
                json.path("size").asInt(),
                text(json, "name"),
                RegisteredInitdata.State.valueOf(
                        json.path("state").asText().toUpperCase(Locale.ROOT)),
                Instant.parse(json.path("registered_at").asText()),
                json.path("registered_by").asText(),
                revoked.map(Instant::parse));
    }

    private static Optional<String> text(JsonNode json, String member) {
        return Optional.ofNullable(json.path(member).textValue());
    }

    private static IllegalStateException damaged(StoredRecord stored) {
        return new IllegalStateException("the registration " + stored.key() + " is damaged");
    }
}
