package dev.fiducia.initdata.agentpolicy;

import dev.fiducia.policy.EvalRequest;
import dev.fiducia.policy.EvalResult;
import dev.fiducia.policy.Limits;
import dev.fiducia.policy.PolicySet;
import dev.fiducia.policy.PreparedQuery;
import dev.fiducia.policy.Profile;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.Rule;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Finds out how open each request is. A rule that depends on nothing outside of the policy is
/// evaluated once, which settles it. Any other rule is asked as an agent would ask it: about an
/// empty request, and about requests that no careful policy allows.
final class Examiner {

    private static final int MAX_EXHAUSTED = 3;

    /// For all questions together: a policy of a stranger must not choose how long it is examined.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    static final Limits LIMITS =
            Profile.KATA
                    .limits()
                    .withMaxSteps(2_000_000)
                    .withMaxOutput(5_000_000)
                    .withMaxTime(Duration.ofSeconds(1));

    /// The state of an agent that has just started.
    static final RegoValue STATE =
            RegoObject.builder().put(RegoString.of("pstate"), RegoObject.EMPTY).build();

    private enum Answer {
        ALLOWED,
        NOT_ALLOWED,
        NO_VALUE,
        FAILED,
        EXHAUSTED
    }

    private final Module module;
    private final PolicySet policy;
    private final Set<String> names = new HashSet<>();
    private final Set<String> lookingOutside;
    private final long begun = System.nanoTime();
    private int exhausted;

    Examiner(Module module, PolicySet policy) {
        this.module = module;
        this.policy = policy;
        this.lookingOutside = Outside.seenBy(module);
        module.rules().forEach(rule -> names.add(rule.name()));
    }

    OpennessReport report() {
        RequestOpenness failing = finding(AgentRequest.ALLOW_FAILING, Probes.NONE);
        boolean allOpen = !failing.openness().isDenied();
        Map<AgentRequest, RequestOpenness> requests = new EnumMap<>(AgentRequest.class);
        for (AgentRequest request : AgentRequest.values()) {
            requests.put(
                    request,
                    allOpen
                            ? new RequestOpenness(
                                    Openness.OPEN,
                                    AgentRequest.ALLOW_FAILING + " lets denied requests pass")
                            : finding(request.ruleName(), Probes.of(request)));
        }
        return new OpennessReport(requests, failing, unknown());
    }

    private RequestOpenness finding(String name, Map<String, RegoValue> probes) {
        if (!names.contains(name)) {
            return new RequestOpenness(Openness.UNDEFINED, "no rule and no default");
        }
        PreparedQuery query = policy.prepareRule("data." + AgentPolicy.PACKAGE + "." + name);
        Answer empty = ask(query, RegoObject.EMPTY);
        if (!lookingOutside.contains(name)) {
            return constant(name, empty);
        }
        if (empty == Answer.ALLOWED) {
            return new RequestOpenness(Openness.OPEN, "allows an empty request");
        }
        boolean unknown = empty == Answer.EXHAUSTED;
        for (Map.Entry<String, RegoValue> probe : probes.entrySet()) {
            Answer answer = ask(query, probe.getValue());
            if (answer == Answer.ALLOWED) {
                return new RequestOpenness(Openness.OPEN, "allows " + probe.getKey());
            }
            unknown |= answer == Answer.EXHAUSTED;
        }
        return unknown
                ? overBudget()
                : new RequestOpenness(Openness.CONDITIONAL, "rules look at the request");
    }

    private RequestOpenness constant(String name, Answer answer) {
        return switch (answer) {
            case ALLOWED -> new RequestOpenness(Openness.OPEN, how(name, true));
            case NOT_ALLOWED -> new RequestOpenness(Openness.CLOSED, how(name, false));
            case NO_VALUE ->
                    new RequestOpenness(Openness.UNDEFINED, "no rule ever gives it a value");
            case FAILED -> new RequestOpenness(Openness.CLOSED, "its evaluation always fails");
            case EXHAUSTED -> overBudget();
        };
    }

    private String how(String name, boolean allowed) {
        boolean defaultOnly =
                module.rules().stream()
                        .filter(rule -> rule.name().equals(name))
                        .allMatch(Rule::isDefault);
        return (defaultOnly ? "by default" : "by rules that no request can influence")
                + (allowed ? " true" : " not true");
    }

    private static RequestOpenness overBudget() {
        return new RequestOpenness(
                Openness.OPEN, "takes too much to examine, which counts as open");
    }

    private Answer ask(PreparedQuery query, RegoValue input) {
        if (exhausted >= MAX_EXHAUSTED || System.nanoTime() - begun > PATIENCE.toNanos()) {
            return Answer.EXHAUSTED;
        }
        EvalResult result =
                query.evaluate(
                        EvalRequest.builder().input(input).data(STATE).limits(LIMITS).build());
        return switch (result) {
            case EvalResult.Value(RegoValue value) ->
                    allows(value) ? Answer.ALLOWED : Answer.NOT_ALLOWED;
            case EvalResult.Undefined _ -> Answer.NO_VALUE;
            case EvalResult.Failed failed -> {
                boolean ours =
                        failed.error().code().equals("eval_limit_error")
                                || failed.error().code().equals("eval_internal_error");
                exhausted += ours ? 1 : 0;
                yield ours ? Answer.EXHAUSTED : Answer.FAILED;
            }
        };
    }

    /// As agents read a value: true, or an object whose member `allowed` is true.
    static boolean allows(RegoValue value) {
        return value == RegoBoolean.TRUE
                || (value instanceof RegoObject object
                        && object.get("allowed") == RegoBoolean.TRUE);
    }

    private Set<String> unknown() {
        Set<String> unknown = new TreeSet<>();
        for (String name : names) {
            boolean known =
                    AgentRequest.of(name).isPresent() || name.equals(AgentRequest.ALLOW_FAILING);
            if (!known && (name.endsWith("Request") || NearbyNames.of(name).isPresent())) {
                unknown.add(name);
            }
        }
        return unknown;
    }
}
