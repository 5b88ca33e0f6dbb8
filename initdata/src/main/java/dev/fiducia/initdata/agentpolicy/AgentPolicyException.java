package dev.fiducia.initdata.agentpolicy;

import java.util.List;

/// A policy can't be registered, as agents would refuse it or not agree about it.
public final class AgentPolicyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<PolicyProblem> problems;

    AgentPolicyException(String policy, List<PolicyProblem> problems) {
        super("policy " + policy + " can't be registered: " + problems);
        this.problems = List.copyOf(problems);
    }

    /// What is wrong with it.
    public List<PolicyProblem> problems() {
        return problems;
    }
}
