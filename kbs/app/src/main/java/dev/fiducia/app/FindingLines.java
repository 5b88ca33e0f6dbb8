package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;

/// Findings that the service sent, one a line, with what to do about each.
final class FindingLines {
    private FindingLines() {}

    static String of(JsonNode findings) {
        StringBuilder text = new StringBuilder();
        for (JsonNode finding : findings) {
            text.append("  ")
                    .append(finding.path("severity").asText())
                    .append(' ')
                    .append(finding.path("id").asText());
            if (!finding.path("path").asText().isEmpty()) {
                text.append(' ').append(finding.path("path").asText());
            }
            text.append(": ").append(finding.path("message").asText()).append('\n');
            if (!finding.path("fix").asText().isEmpty()) {
                text.append("      ").append(finding.path("fix").asText()).append('\n');
            }
        }
        return text.toString();
    }
}
