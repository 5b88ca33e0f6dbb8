package dev.fiducia.initdata.lint.policy;

import dev.fiducia.initdata.Place;
import dev.fiducia.initdata.agentpolicy.PolicyProblem;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Location;
import dev.fiducia.initdata.lint.Member;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;

import java.util.ArrayList;
import java.util.List;

/// Whether agents take the policy's text at all.
final class TextRules {

    /// Characters of a line, as agents limit them.
    private static final int LONGEST_LINE = 64 * 1024;

    private TextRules() {}

    static List<Rule> all() {
        return List.of(new Loads(), new ShortLines());
    }

    /// POL301.
    private record Loads() implements Rule {
        private static final RuleInfo INFO =
                RuleInfo.of(
                        "POL301",
                        "E",
                        "policy that agents do not load as it was meant",
                        "an agent that can't load its policy ends, and with it the sandbox; one in"
                                + " another package denies everything");

        @Override
        public RuleInfo info() {
            return INFO;
        }

        @Override
        public void check(LintContext context, Findings findings) {
            if (JudgedPolicy.of(context)
                    instanceof JudgedPolicy.Refused(Member member, List<PolicyProblem> problems)) {
                for (PolicyProblem problem : problems) {
                    Location location =
                            problem.at()
                                    .map(JudgedPolicy::place)
                                    .map(place -> member.location("", place))
                                    .orElse(member.location());
                    findings.error(location, problem.message(), fix(problem.kind()));
                }
            }
        }

        private static String fix(PolicyProblem.Kind kind) {
            return switch (kind) {
                case TOO_LARGE -> "shorten the policy, or its policy_data";
                case NOT_UNICODE -> "write the policy as UTF-8";
                case SYNTAX -> "correct the policy; fiducia initdata check-policy FILE shows more";
                case WRONG_PACKAGE -> "begin the policy with: package agent_policy";
                case DIALECTS_DIFFER -> "add: import rego.v1";
                case DOES_NOT_COMPILE -> "correct the rule, or use functions that agents have";
                case DATA_IN_RULES -> "leave policy_data out of a rules part";
            };
        }
    }

    /// POL315.
    private record ShortLines() implements Rule {
        private static final RuleInfo INFO =
                RuleInfo.of(
                        "POL315",
                        "E",
                        "line that is longer than agents read",
                        "agents refuse policies with lines of more than 65536 characters, and the"
                                + " sandbox does not start");

        @Override
        public RuleInfo info() {
            return INFO;
        }

        @Override
        public void check(LintContext context, Findings findings) {
            Member member = context.member(JudgedPolicy.FILE).orElse(null);
            if (member == null) {
                return;
            }
            for (LongLine line : longLines(member.text())) {
                findings.error(
                        member.location("", new Place(line.number(), 1)),
                        "the line has " + line.length() + " characters",
                        "break the line, such as between the members of policy_data");
            }
        }
    }

    /// A line that agents do not read.
    ///
    /// @param number from 1
    record LongLine(int number, int length) {}

    /// The lines of a policy that are too long for agents.
    static List<LongLine> longLines(String text) {
        List<LongLine> found = new ArrayList<>();
        int number = 1;
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            if (end - start > LONGEST_LINE) {
                found.add(new LongLine(number, end - start));
            }
            start = end + 1;
            number++;
        }
        return found;
    }
}
