package dev.fiducia.initdata.agentpolicy;

import java.util.List;

/// What examining a policy gives.
public sealed interface PolicyExamination {

    /// An agent loads the policy; the report says what it then allows.
    record Examined(OpennessReport report) implements PolicyExamination {}

    /// An agent refuses the policy, and with it the sandbox.
    record Refused(List<PolicyProblem> problems) implements PolicyExamination {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
