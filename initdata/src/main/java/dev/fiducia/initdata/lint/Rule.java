package dev.fiducia.initdata.lint;

import java.util.function.BiConsumer;

/// One rule of the catalogue. Rules know nothing of each other and keep no state; they get a
/// document that may be broken in any way, and never throw.
public interface Rule {

    /// The rule's entry in the catalogue. Always the same.
    RuleInfo info();

    /// Says what the rule finds in a document.
    void check(LintContext context, Findings findings);

    /// A rule whose check is one method.
    static Rule of(RuleInfo info, BiConsumer<LintContext, Findings> check) {
        return new Rule() {
            @Override
            public RuleInfo info() {
                return info;
            }

            @Override
            public void check(LintContext context, Findings findings) {
                check.accept(context, findings);
            }
        };
    }
}
