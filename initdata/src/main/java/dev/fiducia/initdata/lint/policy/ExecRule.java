package dev.fiducia.initdata.lint.policy;

import dev.fiducia.initdata.agentpolicy.AgentRequest;
import dev.fiducia.initdata.agentpolicy.Openness;
import dev.fiducia.initdata.agentpolicy.RuleCalls;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Location;
import dev.fiducia.initdata.lint.Severity;
import dev.fiducia.policy.syntax.Term;

import java.util.List;

/// POL305: commands that the host can run in containers.
final class ExecRule {

    private static final String NAME = AgentRequest.EXEC_PROCESS.ruleName();

    private ExecRule() {}

    static void check(JudgedPolicy.Loaded judged, LintContext context, Findings findings) {
        if (OpenRules.reportOpen(judged, AgentRequest.EXEC_PROCESS, Severity.ERROR, findings)
                || judged.report().of(AgentRequest.EXEC_PROCESS).openness()
                        != Openness.CONDITIONAL) {
            return;
        }
        for (String pattern : RequestDefaults.patterns(judged.policy(), NAME, "regex")) {
            if (RequestDefaults.isLooseAtStart(pattern) || RequestDefaults.isLooseAtEnd(pattern)) {
                loosePattern(findings, judged.at("policy_data"));
            }
        }
        boolean joined = false;
        for (Term.Call call : RuleCalls.of(judged.policy(), NAME)) {
            if (RuleCalls.isNamed(call, "regex", "match")
                    && call.arguments().getFirst() instanceof Term.StringLiteral(String pattern, _)
                    && (RequestDefaults.isLooseAtStart(pattern)
                            || RequestDefaults.isLooseAtEnd(pattern))) {
                loosePattern(findings, judged.at(NAME, call.at()));
            }
            if (!joined && joinsArguments(call)) {
                joined = true;
                findings.warn(
                        judged.at(NAME, call.at()),
                        "arguments are compared joined by blanks: other arguments give the same"
                                + " text",
                        "compare the arrays: input.process.Args == [\"…\"]");
            }
        }
    }

    private static void loosePattern(Findings findings, Location location) {
        findings.warn(
                location,
                "a pattern for commands matches parts of longer commands",
                "begin the pattern with ^ and let it end with $");
    }

    private static boolean joinsArguments(Term.Call call) {
        if (!RuleCalls.isNamed(call, "concat") || call.arguments().size() < 2) {
            return false;
        }
        return call.arguments().get(1) instanceof Term.Ref(_, List<Term> operands, _)
                && operands.getLast() instanceof Term.StringLiteral(String last, _)
                && last.equals("Args");
    }
}
