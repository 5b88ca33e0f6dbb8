package dev.fiducia.initdata.lint;

import dev.fiducia.initdata.InitdataDocument;

import java.util.List;
import java.util.Optional;

/// What the rules found in one document.
///
/// @param profile the profile it was judged by
/// @param document the document, when it is one that guests would take
/// @param isDecoded whether an annotation was handed in, so that places are those of the document
///   inside it
/// @param findings worst first, then in the order of the document
/// @param omitted how many more findings there were than a report can hold
public record LintReport(
        LintProfile profile,
        Optional<InitdataDocument> document,
        boolean isDecoded,
        List<Finding> findings,
        int omitted) {

    public LintReport {
        findings = List.copyOf(findings);
    }

    /// The severity of the worst finding.
    public Optional<Severity> worst() {
        return findings.stream().map(Finding::severity).min(Severity::compareTo);
    }

    /// Whether nothing forbids to use the document.
    public boolean isAcceptable() {
        return count(Severity.ERROR) == 0;
    }

    /// How many findings have this severity.
    public long count(Severity severity) {
        return findings.stream().filter(found -> found.severity() == severity).count();
    }

    /// The findings of one rule.
    public List<Finding> of(String id) {
        return findings.stream().filter(found -> found.id().equals(id)).toList();
    }
}
