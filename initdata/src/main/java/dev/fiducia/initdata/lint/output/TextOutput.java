package dev.fiducia.initdata.lint.output;

import dev.fiducia.initdata.Place;
import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.lint.LintReport;
import dev.fiducia.initdata.lint.Severity;

import java.util.ArrayList;
import java.util.List;

/// Findings as lines that editors and terminals turn into links: `FILE:LINE:COLUMN: …`.
public final class TextOutput {

    private TextOutput() {}

    /// One report: its findings, then a line that sums up.
    public static String of(NamedReport named) {
        LintReport report = named.report();
        String name = report.isDecoded() ? named.name() + " (decoded)" : named.name();
        StringBuilder text = new StringBuilder();
        report.findings().forEach(finding -> finding(name, finding, text));
        return text.append(name).append(": ").append(summary(report)).append('\n').toString();
    }

    private static void finding(String name, Finding finding, StringBuilder text) {
        text.append(name).append(':');
        Place place = finding.location().inDocument().orElse(null);
        if (place != null) {
            text.append(place.line()).append(':').append(place.column()).append(':');
        }
        text.append(' ').append(finding.severity().wireName()).append(' ').append(finding.id());
        String path = finding.location().fullPath();
        if (!path.isEmpty()) {
            text.append(" [").append(path).append(']');
        }
        text.append(' ').append(finding.message()).append('\n');
        text.append("    ").append(finding.fix()).append('\n');
    }

    private static String summary(LintReport report) {
        List<String> parts = new ArrayList<>();
        count(report.count(Severity.ERROR), "error", parts);
        count(report.count(Severity.WARNING), "warning", parts);
        count(report.count(Severity.INFO), "note", parts);
        if (report.omitted() > 0) {
            parts.add(report.omitted() + " more not shown");
        }
        return parts.isEmpty() ? "nothing found" : String.join(", ", parts);
    }

    private static void count(long number, String what, List<String> parts) {
        if (number > 0) {
            parts.add(number + " " + what + (number == 1 ? "" : "s"));
        }
    }
}
