package dev.fiducia.initdata.agentpolicy;

import java.util.List;
import java.util.Optional;

/// How a document's policy relates to the registered ones, and why.
///
/// @param match the relation
/// @param registered the registered policies that it matches, in the registry's order; empty unless
///   the rules are registered ones
/// @param policy the policy; empty when there is none or it can't be believed
/// @param reasons why, for people
public record PolicyVerdict(
        PolicyMatch match,
        List<RegisteredPolicy> registered,
        Optional<AgentPolicy> policy,
        List<String> reasons) {

    public PolicyVerdict {
        registered = List.copyOf(registered);
        reasons = List.copyOf(reasons);
        if (match.hasRegisteredRules() == registered.isEmpty()) {
            throw new IllegalArgumentException("a match names what it matches, and only a match");
        }
    }
}
