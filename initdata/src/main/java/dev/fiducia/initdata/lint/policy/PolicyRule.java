package dev.fiducia.initdata.lint.policy;

import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;

/// A rule about policies that agents load; of others only POL301 and POL315 speak.
record PolicyRule(RuleInfo info, Check check) implements Rule {

    /// What such a rule does.
    @FunctionalInterface
    interface Check {
        void check(JudgedPolicy.Loaded judged, LintContext context, Findings findings);
    }

    @Override
    public void check(LintContext context, Findings findings) {
        if (JudgedPolicy.of(context) instanceof JudgedPolicy.Loaded judged) {
            check.check(judged, context, findings);
        }
    }
}
