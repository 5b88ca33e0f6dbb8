package dev.fiducia.initdata.lint.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.Place;
import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.lint.LintProfile;
import dev.fiducia.initdata.lint.RuleInfo;
import dev.fiducia.initdata.lint.Severity;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Reports in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS, 2020), with one
/// run for all documents.
public final class SarifOutput {

    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private SarifOutput() {}

    /// The log of one run.
    ///
    /// @param catalogue the rules that were applied, all of them
    public static ObjectNode of(List<NamedReport> reports, List<RuleInfo> catalogue) {
        ObjectNode log = JsonNodeFactory.instance.objectNode();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "Fiducia initdata lint");
        driver.put("organization", "Fiducia");
        ArrayNode rules = driver.putArray("rules");
        catalogue.forEach(rule -> rules.add(rule(rule)));
        run.put("columnKind", "unicodeCodePoints");
        ArrayNode artifacts = run.putArray("artifacts");
        ArrayNode results = run.putArray("results");
        for (NamedReport named : reports) {
            int artifact = artifacts.size();
            artifacts.addObject().putObject("location").put("uri", uri(named.name()));
            for (Finding finding : named.report().findings()) {
                results.add(result(finding, named, artifact, catalogue));
            }
        }
        return log;
    }

    private static ObjectNode rule(RuleInfo info) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        rule.put("id", info.id());
        rule.putObject("shortDescription").put("text", sentence(info.title()));
        rule.putObject("fullDescription").put("text", sentence(info.why()));
        rule.putObject("defaultConfiguration").put("level", worst(info).sarifLevel());
        return rule;
    }

    private static Severity worst(RuleInfo info) {
        return info.in(LintProfile.PROD).stream().min(Severity::compareTo).orElse(Severity.INFO);
    }

    private static ObjectNode result(
            Finding finding, NamedReport named, int artifact, List<RuleInfo> catalogue) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("ruleId", finding.id());
        List<String> ids = catalogue.stream().map(RuleInfo::id).toList();
        if (ids.contains(finding.id())) {
            result.put("ruleIndex", ids.indexOf(finding.id()));
        }
        result.put("level", finding.severity().sarifLevel());
        String text = sentence(finding.message()) + " " + sentence(finding.fix());
        result.putObject("message").put("text", text);
        ObjectNode location = result.putArray("locations").addObject();
        ObjectNode physical = location.putObject("physicalLocation");
        physical.putObject("artifactLocation").put("uri", uri(named.name())).put("index", artifact);
        // Places inside an encoded annotation are no places of the file that was handed in.
        if (!named.report().isDecoded()) {
            finding.location().inDocument().ifPresent(place -> region(place, physical));
        }
        String path = finding.location().fullPath();
        if (!path.isEmpty()) {
            location.putArray("logicalLocations").addObject().put("fullyQualifiedName", path);
        }
        return result;
    }

    private static void region(Place place, ObjectNode physical) {
        physical.putObject("region")
                .put("startLine", place.line())
                .put("startColumn", place.column());
    }

    private static String sentence(String text) {
        String start = text.substring(0, Math.min(1, text.length())).toUpperCase(Locale.ROOT);
        boolean ends = text.endsWith("?") || text.endsWith(".") || text.endsWith("…");
        return start + text.substring(start.length()) + (ends ? "" : ".");
    }

    /// A path as a URI reference. A colon would start a scheme, so it is written in hexadecimal
    /// too.
    private static String uri(String path) {
        StringBuilder uri = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "-._~/".indexOf(c) >= 0;
            if (plain) {
                uri.append(c);
            } else {
                uri.append('%').append(HEX.toHexDigits(b));
            }
        }
        return uri.toString();
    }
}
