package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.initdata.Digest;
import dev.fiducia.initdata.InitdataAlgorithm;
import dev.fiducia.initdata.lint.Platform;
import dev.fiducia.initdata.registry.DocumentIdentity;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.Lifetime;
import dev.fiducia.initdata.registry.Note;
import dev.fiducia.initdata.registry.RevisionState;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The stored form of a revision: JSON, without the document, which has a record of its own. Reads
/// the first format too, which knew neither numbers nor lifetimes: such revisions get number 0, and
/// [LegacyNumbers] gives them one.
final class RevisionCodec {
    private static final int VERSION = 2;

    private RevisionCodec() {}

    static byte[] encode(InitdataRevision revision) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("v", VERSION);
        json.put("algorithm", revision.document().algorithm().wireName());
        json.put("digest", revision.document().digest().hex());
        json.put("size", revision.document().size());
        json.put("name", revision.name());
        json.put("revision", revision.number());
        json.put("state", revision.state().wireName());
        instant(json, "not_before", revision.lifetime().notBefore());
        instant(json, "not_after", revision.lifetime().notAfter());
        instant(json, "grace_until", revision.lifetime().graceUntil());
        ObjectNode labels = json.putObject("labels");
        revision.labels().forEach(labels::put);
        ArrayNode platforms = json.putArray("platforms");
        revision.platforms().stream().map(Platform::wireName).sorted().forEach(platforms::add);
        ArrayNode findings = json.putArray("findings");
        revision.findings().forEach(findings::add);
        note(json, "registered", revision.registered());
        revision.changed().ifPresent(note -> note(json, "changed", note));
        revision.proposed().ifPresent(note -> note(json, "proposed", note));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// What does not decode was never written by us: the store is damaged.
    static InitdataRevision decode(StoredRecord stored) {
        if (!(StrictJson.read(stored.value()) instanceof StrictJson.Result.Read(JsonNode json))) {
            throw damaged(stored);
        }
        try {
            return json.path("v").asInt() == 1 ? first(stored, json) : current(stored, json);
        } catch (NoSuchElementException | IllegalArgumentException | DateTimeException e) {
            throw damaged(stored);
        }
    }

    private static InitdataRevision current(StoredRecord stored, JsonNode json) {
        if (json.path("v").asInt() != VERSION || json.path("revision").asInt() < 1) {
            throw damaged(stored);
        }
        SortedMap<String, String> labels = new TreeMap<>();
        for (Map.Entry<String, JsonNode> label : json.path("labels").properties()) {
            labels.put(label.getKey(), label.getValue().asText());
        }
        Set<Platform> platforms = new TreeSet<>();
        json.path("platforms").forEach(p -> platforms.add(Platform.of(p.asText()).orElseThrow()));
        TreeSet<String> findings = new TreeSet<>();
        json.path("findings").forEach(finding -> findings.add(finding.asText()));
        return new InitdataRevision(
                identity(stored, json),
                text(json, "name").orElseThrow(),
                json.path("revision").asInt(),
                RevisionState.of(json.path("state").asText()).orElseThrow(),
                new Lifetime(
                        instant(json, "not_before"),
                        instant(json, "not_after"),
                        instant(json, "grace_until")),
                labels,
                platforms,
                findings,
                note(json.path("registered")),
                json.has("changed") ? Optional.of(note(json.path("changed"))) : Optional.empty(),
                json.has("proposed") ? Optional.of(note(json.path("proposed"))) : Optional.empty());
    }

    private static InitdataRevision first(StoredRecord stored, JsonNode json) {
        Note registered =
                new Note(
                        instant(json, "registered_at").orElseThrow(),
                        text(json, "registered_by").orElseThrow(),
                        Optional.empty());
        DocumentIdentity identity = identity(stored, json);
        return new InitdataRevision(
                identity,
                text(json, "name").orElseGet(() -> RevisionName.ofUnnamed(identity)),
                0,
                RevisionState.of(json.path("state").asText()).orElseThrow(),
                Lifetime.UNLIMITED,
                new TreeMap<>(),
                Set.of(),
                new TreeSet<>(),
                registered,
                instant(json, "revoked_at").map(at -> new Note(at, "unknown", Optional.empty())));
    }

    private static DocumentIdentity identity(StoredRecord stored, JsonNode json) {
        return new DocumentIdentity(
                stored.key(),
                InitdataAlgorithm.of(json.path("algorithm").asText()).orElseThrow(),
                Digest.of(HexFormat.of().parseHex(json.path("digest").asText())),
                json.path("size").asInt());
    }

    private static void note(ObjectNode json, String member, Note note) {
        ObjectNode entry = json.putObject(member);
        entry.put("at", note.at().toString()).put("by", note.by());
        note.reason().ifPresent(reason -> entry.put("reason", reason));
    }

    private static Note note(JsonNode entry) {
        return new Note(
                instant(entry, "at").orElseThrow(),
                text(entry, "by").orElseThrow(),
                text(entry, "reason"));
    }

    private static void instant(ObjectNode json, String member, Optional<Instant> at) {
        at.ifPresent(instant -> json.put(member, instant.toString()));
    }

    private static Optional<Instant> instant(JsonNode json, String member) {
        return text(json, member).map(Instant::parse);
    }

    private static Optional<String> text(JsonNode json, String member) {
        return Optional.ofNullable(json.path(member).textValue());
    }

    private static IllegalStateException damaged(StoredRecord stored) {
        return new IllegalStateException("the registration " + stored.key() + " is damaged");
    }
}
