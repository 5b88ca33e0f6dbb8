package dev.fiducia.ha.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// How events of the audit log are written for other systems. Each form keeps the number, the hash
/// and the id of decisions, so that an event can be found again and compared with the log.
public enum EventForm {
    /// As the service has them.
    JSON {
        @Override
        public ObjectNode of(JsonNode event) {
            return event.deepCopy();
        }
    },

    /// Elastic Common Schema 8.17.
    ECS {
        @Override
        public ObjectNode of(JsonNode event) {
            return EcsEvent.of(event);
        }
    },

    /// Open Cybersecurity Schema Framework 1.3: changes are Entity Management (3004), attestations
    /// Authentication (3002), all other decisions API Activity (6003).
    OCSF {
        @Override
        public ObjectNode of(JsonNode event) {
            return OcsfEvent.of(event);
        }
    };

    /// The form of an event.
    ///
    /// @param event as in [AuditEvent#toJson()]
    public abstract ObjectNode of(JsonNode event);

    /// Whether what was decided went against the one who asked.
    static boolean isDenied(JsonNode event) {
        return switch (event.at("/details/outcome").asText()) {
            case "refused", "denied", "withheld" -> true;
            default -> false;
        };
    }

    /// Whether an event is of a chain of decisions.
    static boolean isDecision(JsonNode event) {
        return event.has("chain");
    }
}
