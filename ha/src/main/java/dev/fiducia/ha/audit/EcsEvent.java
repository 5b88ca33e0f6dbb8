package dev.fiducia.ha.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Events as the Elastic Common Schema 8.17 has them.
final class EcsEvent {
    private EcsEvent() {}

    static ObjectNode of(JsonNode event) {
        ObjectNode ecs = JsonNodeFactory.instance.objectNode();
        ecs.put("@timestamp", event.path("time").asText());
        ecs.putObject("ecs").put("version", "8.17.0");
        ObjectNode what = ecs.putObject("event");
        what.put("kind", "event");
        categorize(event, what.putArray("category"), what.putArray("type"));
        what.put("action", event.path("action").asText());
        what.put("outcome", EventForm.isDenied(event) ? "failure" : "success");
        what.put("dataset", "fiducia.audit");
        what.put("provider", "fiducia");
        what.put("id", event.path("hash").asText());
        what.set("sequence", event.path("seq"));
        String code = event.at("/details/code").asText();
        if (!code.isEmpty()) {
            what.put("reason", code);
        }
        ecs.putObject("user").put("name", event.path("actor").asText());
        String client = event.at("/details/client").asText();
        if (!client.isEmpty()) {
            ecs.putObject("client").put("address", client);
        }
        ObjectNode own = ecs.putObject("fiducia").putObject("audit");
        own.put("target", event.path("target").asText());
        own.set("details", event.path("details"));
        own.put("prev_hash", event.path("prevHash").asText());
        if (EventForm.isDecision(event)) {
            own.set("chain", event.path("chain"));
            own.set("decision_id", event.path("id"));
        }
        return ecs;
    }

    private static void categorize(JsonNode event, ArrayNode category, ArrayNode type) {
        if (EventForm.isDecision(event)) {
            boolean attestation = event.path("action").asText().startsWith("attestation.");
            category.add(attestation ? "authentication" : "api");
            // `authentication` allows `start`, `end` and `info`; `api` also what came of a request.
            String came = EventForm.isDenied(event) ? "denied" : "allowed";
            type.add(attestation ? "start" : came);
            return;
        }
        category.add("configuration");
        switch (EventVerb.of(event)) {
            case CREATE -> type.add("creation");
            case DELETE -> type.add("deletion");
            case UPDATE, ACTIVATE, DEACTIVATE -> type.add("change");
        }
    }
}
