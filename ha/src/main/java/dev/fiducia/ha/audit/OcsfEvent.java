package dev.fiducia.ha.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Instant;

/// Events as the Open Cybersecurity Schema Framework 1.3 has them.
final class OcsfEvent {
    private static final int ENTITY_MANAGEMENT = 3004;
    private static final int AUTHENTICATION = 3002;
    private static final int API_ACTIVITY = 6003;

    private OcsfEvent() {}

    static ObjectNode of(JsonNode event) {
        ObjectNode ocsf = JsonNodeFactory.instance.objectNode();
        if (!EventForm.isDecision(event)) {
            change(ocsf, event);
        } else if (event.path("action").asText().startsWith("attestation.")) {
            attestation(ocsf, event);
        } else {
            request(ocsf, event);
        }
        return ocsf;
    }

    private static void change(ObjectNode ocsf, JsonNode event) {
        int activity =
                switch (EventVerb.of(event)) {
                    case CREATE -> 1;
                    case UPDATE -> 3;
                    case DELETE -> 4;
                    case ACTIVATE -> 10;
                    case DEACTIVATE -> 11;
                };
        head(ocsf, event, ENTITY_MANAGEMENT, activity);
        ocsf.putObject("actor").putObject("user").put("name", event.path("actor").asText());
        ObjectNode entity = ocsf.putObject("entity");
        String action = event.path("action").asText();
        entity.put("type", action.substring(0, Math.max(0, action.indexOf('.'))));
        entity.put("uid", event.path("target").asText());
        entity.put("name", event.at("/details/name").asText(event.path("target").asText()));
        entity.set("data", event.path("details"));
        String reason = event.at("/details/reason").asText();
        if (!reason.isEmpty()) {
            ocsf.put("comment", reason);
        }
    }

    private static void attestation(ObjectNode ocsf, JsonNode event) {
        head(ocsf, event, AUTHENTICATION, 1);
        ocsf.putObject("user").put("name", event.path("actor").asText());
        ocsf.putObject("service").put("name", event.path("target").asText());
        ocsf.put("auth_protocol", "RCAR");
        ocsf.put("auth_protocol_id", 99);
        told(ocsf, event);
    }

    private static void request(ObjectNode ocsf, JsonNode event) {
        String action = event.path("action").asText();
        int activity =
                switch (action.substring(action.indexOf('.') + 1)) {
                    case "release", "deny" -> 2;
                    case "write" -> 3;
                    case "delete" -> 4;
                    default -> 99;
                };
        head(ocsf, event, API_ACTIVITY, activity);
        ocsf.putObject("actor").putObject("user").put("name", event.path("actor").asText());
        ocsf.putObject("api").put("operation", action);
        ObjectNode source = ocsf.putObject("src_endpoint");
        String client = event.at("/details/client").asText();
        source.put(client.isEmpty() ? "name" : "ip", client.isEmpty() ? "guest" : client);
        ocsf.putArray("resources").addObject().put("name", event.path("target").asText());
        told(ocsf, event);
    }

    /// What the classes have no place for.
    private static void told(ObjectNode ocsf, JsonNode event) {
        String code = event.at("/details/code").asText();
        if (!code.isEmpty()) {
            ocsf.put("status_code", code);
        }
        String reason = event.at("/details/reason").asText();
        if (!reason.isEmpty()) {
            ocsf.put("status_detail", reason);
        }
        ObjectNode unmapped = ocsf.putObject("unmapped");
        unmapped.set("details", event.path("details"));
        unmapped.set("chain", event.path("chain"));
        unmapped.set("decision_id", event.path("id"));
    }

    private static void head(ObjectNode ocsf, JsonNode event, int type, int activity) {
        ocsf.put("category_uid", type / 1000);
        ocsf.put("class_uid", type);
        ocsf.put("activity_id", activity);
        ocsf.put("type_uid", type * 100 + activity);
        ocsf.put("severity_id", 1);
        ocsf.put("status_id", EventForm.isDenied(event) ? 2 : 1);
        ocsf.put("time", Instant.parse(event.path("time").asText()).toEpochMilli());
        ObjectNode metadata = ocsf.putObject("metadata");
        metadata.put("version", "1.3.0");
        metadata.putObject("product").put("name", "Fiducia").put("vendor_name", "Fiducia");
        metadata.put("log_name", "audit");
        metadata.put("event_code", event.path("action").asText());
        metadata.put("uid", event.path("hash").asText());
        metadata.set("sequence", event.path("seq"));
    }
}
