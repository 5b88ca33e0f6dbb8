package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Instant;

/// How events of the audit log are written for other systems. Each form keeps the number and the
/// hash, so that an event can be found again and compared with the log.
enum AuditForm {
    /// As the service has them.
    JSON {
        @Override
        ObjectNode of(JsonNode event) {
            return event.deepCopy();
        }
    },

    /// Elastic Common Schema 8.17.
    ECS {
        @Override
        ObjectNode of(JsonNode event) {
            ObjectNode ecs = JsonNodeFactory.instance.objectNode();
            ecs.put("@timestamp", event.path("time").asText());
            ecs.putObject("ecs").put("version", "8.17.0");
            ObjectNode what = ecs.putObject("event");
            what.put("kind", "event");
            what.putArray("category").add("configuration");
            ArrayNode type = what.putArray("type");
            switch (AuditVerb.of(event)) {
                case CREATE -> type.add("creation");
                case DELETE -> type.add("deletion");
                case UPDATE, ACTIVATE, DEACTIVATE -> type.add("change");
            }
            what.put("action", event.path("action").asText());
            what.put("outcome", "success");
            what.put("dataset", "fiducia.audit");
            what.put("provider", "fiducia");
            what.put("id", event.path("hash").asText());
            what.set("sequence", event.path("seq"));
            ecs.putObject("user").put("name", event.path("actor").asText());
            ObjectNode own = ecs.putObject("fiducia").putObject("audit");
            own.put("target", event.path("target").asText());
            own.set("details", event.path("details"));
            own.put("prev_hash", event.path("prevHash").asText());
            return ecs;
        }
    },

    /// Open Cybersecurity Schema Framework 1.3, class Entity Management (3004).
    OCSF {
        @Override
        ObjectNode of(JsonNode event) {
            int activity =
                    switch (AuditVerb.of(event)) {
                        case CREATE -> 1;
                        case UPDATE -> 3;
                        case DELETE -> 4;
                        case ACTIVATE -> 10;
                        case DEACTIVATE -> 11;
                    };
            ObjectNode ocsf = JsonNodeFactory.instance.objectNode();
            ocsf.put("category_uid", 3);
            ocsf.put("class_uid", ENTITY_MANAGEMENT);
            ocsf.put("activity_id", activity);
            ocsf.put("type_uid", ENTITY_MANAGEMENT * 100 + activity);
            ocsf.put("severity_id", 1);
            ocsf.put("status_id", 1);
            ocsf.put("time", Instant.parse(event.path("time").asText()).toEpochMilli());
            ObjectNode metadata = ocsf.putObject("metadata");
            metadata.put("version", "1.3.0");
            metadata.putObject("product").put("name", "Fiducia").put("vendor_name", "Fiducia");
            metadata.put("log_name", "audit");
            metadata.put("event_code", event.path("action").asText());
            metadata.put("uid", event.path("hash").asText());
            metadata.set("sequence", event.path("seq"));
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
            return ocsf;
        }
    };

    private static final int ENTITY_MANAGEMENT = 3004;

    abstract ObjectNode of(JsonNode event);
}
