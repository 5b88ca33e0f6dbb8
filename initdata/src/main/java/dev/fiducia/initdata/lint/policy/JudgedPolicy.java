package dev.fiducia.initdata.lint.policy;

import dev.fiducia.initdata.Place;
import dev.fiducia.initdata.agentpolicy.AgentPolicy;
import dev.fiducia.initdata.agentpolicy.OpennessReport;
import dev.fiducia.initdata.agentpolicy.PolicyExamination;
import dev.fiducia.initdata.agentpolicy.PolicyProblem;
import dev.fiducia.initdata.agentpolicy.PolicyReading;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Location;
import dev.fiducia.initdata.lint.Member;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.syntax.Rule;

import java.util.List;
import java.util.Optional;

/// A document's agent policy, read and examined once for all rules.
sealed interface JudgedPolicy {

    /// The name of the policy in `[data]`.
    String FILE = "policy.rego";

    /// A policy that agents load.
    record Loaded(Member member, AgentPolicy policy, OpennessReport report)
            implements JudgedPolicy {

        /// Where the first rule with this name stands; the whole policy when there is none.
        Location at(String rule) {
            return policy.module().rules().stream()
                    .filter(each -> each.name().equals(rule))
                    .map(Rule::at)
                    .findFirst()
                    .map(position -> at(rule, position))
                    .orElse(member.location());
        }

        Location at(String path, Position position) {
            return member.location(path, place(position));
        }
    }

    /// A policy that is not believed.
    record Refused(Member member, List<PolicyProblem> problems) implements JudgedPolicy {}

    /// No policy.
    record Absent() implements JudgedPolicy {}

    static JudgedPolicy of(LintContext context) {
        return context.derived(JudgedPolicy.class, JudgedPolicy::judge);
    }

    static Place place(Position position) {
        return new Place(position.line(), position.column());
    }

    private static JudgedPolicy judge(LintContext context) {
        Optional<Member> member = context.member(FILE);
        if (member.isEmpty()) {
            return new Absent();
        }
        if (!TextRules.longLines(member.get().text()).isEmpty()) {
            // Agents refuse it before they read it, and POL315 says so: not worth an examination.
            return new Refused(member.get(), List.of());
        }
        return switch (AgentPolicy.read(member.get().text())) {
            case PolicyReading.Refused(List<PolicyProblem> problems) ->
                    new Refused(member.get(), problems);
            case PolicyReading.Read(AgentPolicy policy) ->
                    switch (policy.examine()) {
                        case PolicyExamination.Refused(List<PolicyProblem> problems) ->
                                new Refused(member.get(), problems);
                        case PolicyExamination.Examined(OpennessReport report) ->
                                new Loaded(member.get(), policy, report);
                    };
        };
    }
}
