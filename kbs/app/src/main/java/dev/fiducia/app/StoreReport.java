package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.ha.audit.AuditVerdict;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.StoreLocation;
import dev.fiducia.ha.store.StoreSnapshot;
import dev.fiducia.ha.store.StoreVerdict;
import dev.fiducia.kbs.audit.LogCheck;

/// Whether all of a store can be read and its audit log leads from the first event to the last, as
/// of one moment.
final class StoreReport {
    private final ObjectNode json;

    private StoreReport(ObjectNode json) {
        this.json = json;
    }

    static StoreReport of(StoreLocation location, KeyRing ring) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("store", location.shown());
        try (StoreSnapshot snapshot = location.snapshot(ring)) {
            StoreVerdict verdict = snapshot.verify();
            AuditVerdict audit = LogCheck.of(snapshot, CryptoSuite.create(CryptoPreference.AUTO));
            json.put("sound", verdict.isSound() && audit.isIntact());
            json.put("lastCommit", snapshot.state().lastCommit());
            json.put("records", verdict.records());
            json.put("bytes", verdict.bytes());
            ObjectNode namespaces = json.putObject("namespaces");
            verdict.byNamespace().forEach(namespaces::put);
            ObjectNode keys = json.putObject("keys");
            snapshot.sealedUnder().forEach((key, count) -> keys.put(key.toString(), count));
            ArrayNode problems = json.putArray("problems");
            verdict.problems().forEach(problems::add);
            ObjectNode log = json.putObject("audit");
            log.put("intact", audit.isIntact()).put("events", audit.events());
            log.put("head", audit.head().seq() + ":" + audit.head().hash());
            ArrayNode broken = log.putArray("problems");
            audit.problems()
                    .forEach(each ->
                            broken.add(
                                    each.seq()
                                            + " "
                                            + each.kind().wireName()
                                            + ": "
                                            + each.message()));
        }
        return new StoreReport(json);
    }

    boolean sound() {
        return json.path("sound").asBoolean();
    }

    ObjectNode json() {
        return json;
    }

    /// For people.
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                "%s: %s records, %s bytes, %s audit events%naudit head %s%n"
                        .formatted(
                                sound() ? "sound" : "NOT SOUND",
                                json.path("records").asText(),
                                json.path("bytes").asText(),
                                json.at("/audit/events").asText(),
                                json.at("/audit/head").asText()));
        for (JsonNode problem : json.path("problems")) {
            text.append("  ").append(problem.asText()).append('\n');
        }
        for (JsonNode problem : json.at("/audit/problems")) {
            text.append("  audit ").append(problem.asText()).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
