package dev.fiducia.initdata.lint;

import dev.fiducia.initdata.Place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Applies rules to documents. Takes any bytes and never throws for what is in them; the work is
/// bounded by the size that documents and annotations may have. Safe for use by many threads.
public final class Linter {

    private static final Comparator<Finding> WORST_FIRST =
            Comparator.comparing(Finding::severity)
                    .thenComparing(
                            found -> found.location().inDocument().orElse(new Place(0, 0)),
                            Comparator.comparingInt(Place::line).thenComparingInt(Place::column))
                    .thenComparing(Finding::id);

    private final List<Rule> rules;

    private Linter(List<Rule> rules) {
        this.rules = rules;
    }

    /// A linter with these rules.
    ///
    /// @throws IllegalArgumentException if two rules have the same id
    public static Linter of(List<Rule> rules) {
        Set<String> ids = new HashSet<>();
        for (Rule rule : rules) {
            if (!ids.add(rule.info().id())) {
                throw new IllegalArgumentException("two rules are called " + rule.info().id());
            }
        }
        return new Linter(List.copyOf(rules));
    }

    /// What the rules are, by id.
    public List<RuleInfo> catalogue() {
        return rules.stream().map(Rule::info).sorted(Comparator.comparing(RuleInfo::id)).toList();
    }

    /// Judges a document or an annotation.
    public LintReport lint(byte[] submitted, LintOptions options) {
        return lint(Submission.of(submitted), options);
    }

    /// Judges what was handed in.
    public LintReport lint(Submission submission, LintOptions options) {
        LintContext context = LintContext.of(submission, options);
        List<Finding> found = new ArrayList<>();
        int omitted = 0;
        for (Rule rule : rules) {
            Findings findings = new Findings(rule.info().id());
            rule.check(context, findings);
            found.addAll(findings.list());
            omitted += findings.omitted();
        }
        found.sort(WORST_FIRST);
        boolean isDecoded = submission.isAnnotation() && submission.raw().isPresent();
        return new LintReport(options.profile(), context.document(), isDecoded, found, omitted);
    }
}
