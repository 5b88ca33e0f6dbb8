package dev.fiducia.initdata.lint.catalogue;

import dev.fiducia.initdata.lint.Linter;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.connection.ConnectionRules;
import dev.fiducia.initdata.lint.document.DocumentRules;
import dev.fiducia.initdata.lint.hub.HubRules;
import dev.fiducia.initdata.lint.policy.PolicyRules;

import java.util.List;

/// All rules that documents are judged by.
public final class Catalogue {

    private static final List<List<Rule>> FAMILIES =
            List.of(DocumentRules.all(), ConnectionRules.all(), HubRules.all(), PolicyRules.all());

    private Catalogue() {}

    /// A linter with all rules.
    public static Linter linter() {
        return Linter.of(rules());
    }

    /// All rules, family by family.
    public static List<Rule> rules() {
        return FAMILIES.stream().flatMap(List::stream).toList();
    }
}
