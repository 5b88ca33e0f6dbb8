package dev.fiducia.initdata.lint.output;

import dev.fiducia.initdata.lint.LintReport;

/// A report and the name of what was judged, such as the path of a file.
public record NamedReport(String name, LintReport report) {}
