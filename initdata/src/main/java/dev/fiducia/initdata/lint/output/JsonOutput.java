package dev.fiducia.initdata.lint.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.Place;
import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.lint.LintReport;
import dev.fiducia.initdata.lint.Severity;

import java.util.List;
import java.util.Optional;

/// Reports as JSON. Members are added over time, never renamed or removed within a schema version.
public final class JsonOutput {

    /// Names the shape of the whole output.
    public static final String SCHEMA = "fiducia.initdata.lint/1";

    private JsonOutput() {}

    /// Several reports: `schema` and `documents`.
    public static ObjectNode of(List<NamedReport> reports) {
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        output.put("schema", SCHEMA);
        ArrayNode documents = output.putArray("documents");
        for (NamedReport named : reports) {
            ObjectNode document = documents.addObject().put("name", named.name());
            document.setAll(of(named.report()));
        }
        return output;
    }

    /// One report: what was judged and how, numbers, findings. `worst` is absent when nothing was
    /// found, `digest` and `algorithm` when guests would refuse the document.
    public static ObjectNode of(LintReport report) {
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        output.put("profile", report.profile().wireName());
        report.document()
                .ifPresent(document -> {
                    output.put("digest", document.digest().hex());
                    output.put("algorithm", document.algorithm().wireName());
                });
        output.put("decoded", report.isDecoded());
        output.put("acceptable", report.isAcceptable());
        report.worst().ifPresent(worst -> output.put("worst", worst.wireName()));
        ObjectNode counts = output.putObject("counts");
        for (Severity severity : Severity.values()) {
            counts.put(severity.wireName(), report.count(severity));
        }
        output.put("omitted", report.omitted());
        ArrayNode findings = output.putArray("findings");
        report.findings().forEach(finding -> findings.add(of(finding)));
        return output;
    }

    /// One finding. `line` and `column` are those of the document, `file_line` and `file_column`
    /// those of the file inside it; each pair is absent when it can't be told.
    public static ObjectNode of(Finding finding) {
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        output.put("id", finding.id());
        output.put("severity", finding.severity().wireName());
        output.put("path", finding.location().fullPath());
        if (!finding.location().file().isEmpty()) {
            output.put("file", finding.location().file());
        }
        place("line", "column", finding.location().inDocument(), output);
        place("file_line", "file_column", finding.location().inFile(), output);
        output.put("message", finding.message());
        output.put("fix", finding.fix());
        return output;
    }

    private static void place(
            String line, String column, Optional<Place> place, ObjectNode output) {
        place.ifPresent(at -> output.put(line, at.line()).put(column, at.column()));
    }
}
