package dev.fiducia.initdata.agentpolicy;

import dev.fiducia.initdata.agentpolicy.PolicyProblem.Kind;
import dev.fiducia.policy.CompileResult;
import dev.fiducia.policy.EvalRequest;
import dev.fiducia.policy.EvalResult;
import dev.fiducia.policy.PolicySet;
import dev.fiducia.policy.explain.ExplainOptions;
import dev.fiducia.policy.explain.Explanation;
import dev.fiducia.policy.explain.Secrets;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import java.util.ArrayList;
import java.util.List;

/// One request, put to a policy as an agent does that has just started. Bounded as the examination
/// of a policy is; what goes beyond it is denied.
public final class AgentTrial {
    private static final int MAX_PRINTS = 100;
    private static final ExplainOptions TOLD = new ExplainOptions(2_000, 200, Secrets.NONE);

    private AgentTrial() {}

    /// What the trial gives.
    public sealed interface Result {}

    /// An agent would refuse to load the policy.
    public record Refused(List<PolicyProblem> problems) implements Result {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /// An agent would decide so.
    ///
    /// @param allowed whether the host gets the request
    /// @param despiteDenial whether that is due to `AllowRequestsFailingPolicy` alone
    /// @param explanation of the rule that judges the request
    /// @param prints what the policy printed, as agents log it
    public record Decided(
            boolean allowed, boolean despiteDenial, Explanation explanation, List<String> prints)
            implements Result {
        public Decided {
            prints = List.copyOf(prints);
        }
    }

    /// Puts a request to a policy.
    ///
    /// @param request the name of the rule that judges it, such as `ExecProcessRequest`
    /// @param input the request as agents show it to their policies
    public static Result of(AgentPolicy policy, String request, RegoValue input) {
        CompileResult compiled = policy.compile();
        if (compiled.policy().isEmpty()) {
            return new Refused(AgentPolicy.problems(Kind.DOES_NOT_COMPILE, compiled.errors()));
        }
        PolicySet rules = compiled.policy().get();
        List<String> prints = new ArrayList<>();
        EvalRequest question =
                EvalRequest.builder()
                        .input(input)
                        .data(Examiner.STATE)
                        .limits(Examiner.LIMITS)
                        .printSink((_, message) -> {
                            if (prints.size() < MAX_PRINTS) {
                                prints.add(message);
                            }
                        })
                        .build();
        Explanation explanation = rules.prepareRule(path(request)).explain(question, TOLD);
        boolean allowed =
                explanation.result() instanceof EvalResult.Value(RegoValue value)
                        && Examiner.allows(value);
        boolean despite = !allowed && allowsFailing(rules);
        return new Decided(allowed || despite, despite, explanation, prints);
    }

    private static boolean allowsFailing(PolicySet rules) {
        return rules.hasRule(path(AgentRequest.ALLOW_FAILING))
                && rules.prepareRule(path(AgentRequest.ALLOW_FAILING))
                        .evaluate(
                                EvalRequest.builder()
                                        .input(RegoObject.EMPTY)
                                        .data(Examiner.STATE)
                                        .limits(Examiner.LIMITS)
                                        .build())
                        .isTrue();
    }

    private static String path(String rule) {
        return "data." + AgentPolicy.PACKAGE + "." + rule;
    }
}
