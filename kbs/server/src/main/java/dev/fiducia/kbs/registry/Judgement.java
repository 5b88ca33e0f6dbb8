package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.lint.Severity;
import dev.fiducia.kbs.api.Terms;

import java.util.ArrayList;
import java.util.List;

/// What was found in a document, and whether it is let in despite errors.
///
/// @param force whether it is, for the reason in the [Terms]
public record Judgement(List<Finding> findings, boolean force) {
    /// Nothing was found.
    public static final Judgement CLEAN = new Judgement(List.of(), false);

    public Judgement {
        findings = List.copyOf(findings);
    }

    Judgement with(List<Finding> more) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more);
        return new Judgement(all, force);
    }

    boolean hasErrors() {
        return findings.stream().anyMatch(found -> found.severity() == Severity.ERROR);
    }
}
