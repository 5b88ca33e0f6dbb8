package dev.fiducia.initdata.agentpolicy;

import dev.fiducia.initdata.agentpolicy.PolicyProblem.Kind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Registered policies, by which others are judged. Immutable.
///
/// A match is a fact about bytes or syntax trees. What a policy says about itself, in comments,
/// names or data, is never believed.
public final class PolicyRegister {

    /// What makes a policy of a rules part, which agents would refuse alone.
    private static final String ANY_DATA = "\n" + PolicyData.NAME + " := {}\n";

    private final Map<String, AgentPolicy> read = new HashMap<>();
    private final Map<String, List<RegisteredPolicy>> byBytes = new HashMap<>();
    private final Map<String, List<RegisteredPolicy>> byForm = new HashMap<>();
    private final Map<String, List<RegisteredPolicy>> byRules = new HashMap<>();

    /// A register of these policies.
    ///
    /// @throws AgentPolicyException if an agent would refuse one of them, or a rules part defines
    ///   `policy_data`
    public PolicyRegister(List<RegisteredPolicy> policies) throws AgentPolicyException {
        for (RegisteredPolicy policy : policies) {
            add(policy);
        }
    }

    /// Judges the `policy.rego` of a document; empty when the document has none.
    public PolicyVerdict judge(Optional<String> text) {
        if (text.isEmpty()) {
            return verdict(
                    PolicyMatch.ABSENT,
                    "no policy.rego: the guest image's own policy applies, which nothing here"
                            + " judges");
        }
        Optional<Sha256> digest = digest(text.get());
        AgentPolicy known = digest.isEmpty() ? null : read.get(digest.get().hex());
        if (known != null) {
            List<RegisteredPolicy> same = byBytes.getOrDefault(known.sha256(), List.of());
            return match(PolicyMatch.EXACT, same, known, "the bytes of a registered policy");
        }
        PolicyReading reading =
                digest.isPresent()
                        ? AgentPolicy.read(text.get(), digest.get())
                        : AgentPolicy.read(text.get());
        return switch (reading) {
            case PolicyReading.Refused(List<PolicyProblem> problems) -> unparseable(problems);
            case PolicyReading.Read(AgentPolicy policy) -> judge(policy);
        };
    }

    /// The digest that registered policies are found by; empty for a text that is none.
    private static Optional<Sha256> digest(String text) {
        return text.length() > AgentPolicy.MAX_LENGTH ? Optional.empty() : Sha256.of(text);
    }

    private PolicyVerdict judge(AgentPolicy policy) {
        List<RegisteredPolicy> alike = byForm.getOrDefault(NormalForm.ofAll(policy), List.of());
        if (!alike.isEmpty()) {
            return match(
                    PolicyMatch.EQUIVALENT,
                    alike,
                    policy,
                    "the rules and data of a registered policy, written differently");
        }
        List<RegisteredPolicy> rules = byRules.getOrDefault(NormalForm.ofRules(policy), List.of());
        if (!rules.isEmpty() && policy.data() instanceof PolicyData.Plain) {
            return match(
                    PolicyMatch.RULES,
                    rules,
                    policy,
                    "registered rules with policy_data of its own, which is to be judged apart");
        }
        List<PolicyProblem> problems = policy.loadProblems();
        if (!problems.isEmpty()) {
            return unparseable(problems);
        }
        List<String> reasons = new ArrayList<>();
        reasons.add("no registered policy has these rules");
        if (!rules.isEmpty()) {
            reasons.set(0, "registered rules, but their data is not believed: " + doubt(policy));
        }
        return new PolicyVerdict(PolicyMatch.NONE, List.of(), Optional.of(policy), reasons);
    }

    private static String doubt(AgentPolicy policy) {
        return switch (policy.data()) {
            case PolicyData.None _ -> "there is no policy_data";
            case PolicyData.Refused(PolicyData.Cause cause, _) -> cause.message();
            case PolicyData.Plain _ -> "";
        };
    }

    private void add(RegisteredPolicy registered) throws AgentPolicyException {
        AgentPolicy policy = readable(registered, registered.text());
        switch (registered.kind()) {
            case FULL -> {
                requireLoadable(registered, policy);
                read.put(policy.sha256(), policy);
                put(byBytes, policy.sha256(), registered);
                put(byForm, NormalForm.ofAll(policy), registered);
            }
            case RULES -> {
                requireNoData(registered, policy);
                requireLoadable(registered, readable(registered, registered.text() + ANY_DATA));
                put(byRules, NormalForm.ofRules(policy), registered);
            }
        }
    }

    private static void requireNoData(RegisteredPolicy registered, AgentPolicy policy)
            throws AgentPolicyException {
        if (!(policy.data() instanceof PolicyData.None)) {
            throw new AgentPolicyException(
                    registered.id(),
                    List.of(
                            new PolicyProblem(
                                    Kind.DATA_IN_RULES,
                                    "a rules part must not define policy_data",
                                    policy.module().at())));
        }
    }

    private static void requireLoadable(RegisteredPolicy registered, AgentPolicy policy)
            throws AgentPolicyException {
        List<PolicyProblem> problems = policy.loadProblems();
        if (!problems.isEmpty()) {
            throw new AgentPolicyException(registered.id(), problems);
        }
    }

    private static AgentPolicy readable(RegisteredPolicy registered, String text)
            throws AgentPolicyException {
        return switch (AgentPolicy.read(text)) {
            case PolicyReading.Read(AgentPolicy policy) -> policy;
            case PolicyReading.Refused(List<PolicyProblem> problems) ->
                    throw new AgentPolicyException(registered.id(), problems);
        };
    }

    private static void put(
            Map<String, List<RegisteredPolicy>> index, String key, RegisteredPolicy policy) {
        index.computeIfAbsent(key, _ -> new ArrayList<>()).add(policy);
    }

    private static PolicyVerdict match(
            PolicyMatch match,
            List<RegisteredPolicy> registered,
            AgentPolicy policy,
            String reason) {
        return new PolicyVerdict(match, registered, Optional.of(policy), List.of(reason));
    }

    private static PolicyVerdict verdict(PolicyMatch match, String reason) {
        return new PolicyVerdict(match, List.of(), Optional.empty(), List.of(reason));
    }

    private static PolicyVerdict unparseable(List<PolicyProblem> problems) {
        List<String> reasons = problems.stream().map(PolicyProblem::toString).toList();
        return new PolicyVerdict(PolicyMatch.UNPARSEABLE, List.of(), Optional.empty(), reasons);
    }
}
