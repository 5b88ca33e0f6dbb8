package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;

/// How far events of the audit log were read: what the service takes as `after`.
final class AuditPosition {
    private String change;
    private String decision;

    AuditPosition(String text) {
        int point = text.indexOf('.');
        this.change = point < 0 ? text : text.substring(0, point);
        this.decision = point < 0 ? "" : text.substring(point + 1);
    }

    void pass(JsonNode event) {
        if (event.has("id")) {
            decision = event.path("id").asText();
        } else {
            change = event.path("seq").asText();
        }
    }

    @Override
    public String toString() {
        if (decision.isEmpty()) {
            return change;
        }
        return (change.isEmpty() ? "0" : change) + "." + decision;
    }
}
