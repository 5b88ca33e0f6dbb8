package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataAlgorithm;
import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;

import java.util.Locale;

/// What `fiducia initdata digest` knows about a document without any service: its digest, the same
/// bytes under the other algorithms for information, and the value each platform will report.
final class InitdataReport {
    private InitdataReport() {}

    static ObjectNode of(InitdataDocument document) {
        String annotation = InitdataAnnotation.encode(document.raw());
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("digest", document.digest().hex());
        report.put("algorithm", document.algorithm().wireName());
        report.put("size", document.size());
        ArrayNode values = report.putArray("platform_values");
        for (var value : document.platformValues().values()) {
            ObjectNode entry =
                    values.addObject()
                            .put("name", value.name())
                            .put("value", value.value())
                            .put("encoding", value.encoding().name().toLowerCase(Locale.ROOT))
                            .put("usable", value.usable());
            value.warning().ifPresent(warning -> entry.put("warning", warning));
        }
        ObjectNode digests = report.putObject("all_digests");
        for (InitdataAlgorithm algorithm : InitdataAlgorithm.values()) {
            var digest = document.allDigests().get(algorithm);
            if (digest != null) {
                digests.put(algorithm.wireName(), digest.hex());
            }
        }
        report.put("annotation_key", InitdataAnnotation.KEY);
        report.put("annotation", annotation);
        InitdataAnnotation.sizeWarning(annotation)
                .ifPresent(warning -> report.putArray("warnings").add(warning));
        return report;
    }

    /// Prints a report as JSON or for people.
    static void print(JsonNode report, OutputOption output) {
        System.out.println(output.json() ? report.toPrettyString() : text(report).stripTrailing());
    }

    /// The same report for people: aligned, without the annotation, which is long.
    static String text(JsonNode report) {
        StringBuilder text = new StringBuilder();
        line(text, "digest", report.path("digest").asText());
        line(text, "algorithm", report.path("algorithm").asText());
        for (String member :
                new String[] {
                    "name", "state", "not_before", "not_after", "grace_until", "registered_at"
                }) {
            if (report.path(member).isTextual()) {
                line(text, member, report.path(member).asText());
            }
        }
        if (report.path("revision").isInt()) {
            line(text, "revision", report.path("revision").asText());
        }
        for (JsonNode value : report.path("platform_values")) {
            line(text, value.path("name").asText(), value.path("value").asText());
            if (value.path("warning").isTextual()) {
                String label = value.path("usable").asBoolean() ? "note" : "not usable";
                text.append(" ".repeat(27))
                        .append('(')
                        .append(label)
                        .append(": ")
                        .append(value.path("warning").asText())
                        .append(")\n");
            }
        }
        for (JsonNode warning : report.path("warnings")) {
            String said = warning.isTextual() ? warning.asText() : warning.path("message").asText();
            text.append("warning: ").append(said).append('\n');
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-26s %s%n", name, value));
    }
}
