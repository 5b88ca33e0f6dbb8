package dev.fiducia.ha.audit;

import com.fasterxml.jackson.databind.JsonNode;

/// What an event of the audit log did, in the few words that all forms have.
enum EventVerb {
    CREATE,
    UPDATE,
    DELETE,
    ACTIVATE,
    DEACTIVATE;

    /// By the second part of the action, `initdata.revoke`; what is not known is an update.
    static EventVerb of(JsonNode event) {
        String action = event.path("action").asText();
        return switch (action.substring(action.indexOf('.') + 1)) {
            case "register", "add", "create" -> CREATE;
            case "delete", "remove", "forget", "purge" -> DELETE;
            case "activate", "approve" -> ACTIVATE;
            case "revoke", "expire", "supersede" -> DEACTIVATE;
            default -> UPDATE;
        };
    }
}
