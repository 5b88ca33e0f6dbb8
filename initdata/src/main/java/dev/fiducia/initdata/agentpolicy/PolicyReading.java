package dev.fiducia.initdata.agentpolicy;

import java.util.List;

/// What reading a policy's text gives.
public sealed interface PolicyReading {

    /// The text is an agent policy, the same in each dialect of Rego that can read it.
    record Read(AgentPolicy policy) implements PolicyReading {}

    /// The text is not believed.
    record Refused(List<PolicyProblem> problems) implements PolicyReading {
        public Refused {
            problems = List.copyOf(problems);
        }

        static Refused of(PolicyProblem problem) {
            return new Refused(List.of(problem));
        }
    }
}
