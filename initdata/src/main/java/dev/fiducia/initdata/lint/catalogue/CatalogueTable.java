package dev.fiducia.initdata.lint.catalogue;

import dev.fiducia.initdata.lint.LintProfile;
import dev.fiducia.initdata.lint.Linter;
import dev.fiducia.initdata.lint.RuleInfo;
import dev.fiducia.initdata.lint.Severity;

import java.util.Set;
import java.util.stream.Collectors;

/// The catalogue as documentation has it: a Markdown table, one row for each rule.
public final class CatalogueTable {

    private CatalogueTable() {}

    /// The table of a linter's rules, in the order of their ids.
    public static String markdown(Linter linter) {
        StringBuilder table = new StringBuilder("| Id | prod | dev | Finds | Why it matters |\n");
        table.append("|---|---|---|---|---|\n");
        for (RuleInfo rule : linter.catalogue()) {
            table.append("| ")
                    .append(rule.id())
                    .append(" | ")
                    .append(letters(rule.in(LintProfile.PROD)))
                    .append(" | ")
                    .append(letters(rule.in(LintProfile.DEV)))
                    .append(" | ")
                    .append(cell(rule.title()))
                    .append(" | ")
                    .append(cell(rule.why()))
                    .append(" |\n");
        }
        return table.toString();
    }

    private static String letters(Set<Severity> severities) {
        return severities.stream().sorted().map(Severity::letter).collect(Collectors.joining(" "));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
