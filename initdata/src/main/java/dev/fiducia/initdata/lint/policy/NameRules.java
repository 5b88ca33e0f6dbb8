package dev.fiducia.initdata.lint.policy;

import dev.fiducia.initdata.agentpolicy.AgentRequest;
import dev.fiducia.initdata.agentpolicy.NearbyNames;
import dev.fiducia.initdata.agentpolicy.Openness;
import dev.fiducia.initdata.agentpolicy.RuleCalls;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;
import dev.fiducia.policy.syntax.Term;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Rules by names that agents do not ask for, requests without rules, and functions with effects.
final class NameRules {

    private NameRules() {}

    static List<Rule> all() {
        return List.of(
                new PolicyRule(
                        RuleInfo.of(
                                "POL310",
                                "WI",
                                "rule for a request that agents do not have",
                                "agents never evaluate it"),
                        NameRules::unknown),
                new PolicyRule(
                        RuleInfo.of(
                                "POL311",
                                "WI",
                                "request without a rule",
                                "agents deny what the policy says nothing about"),
                        NameRules::missing),
                new PolicyRule(
                        RuleInfo.of(
                                "POL314",
                                "I",
                                "functions with effects",
                                "they write to the log, or give another answer each time"),
                        NameRules::effects));
    }

    private static void unknown(
            JudgedPolicy.Loaded judged, LintContext context, Findings findings) {
        for (AgentRequest request : AgentRequest.values()) {
            if (request.isRemoved() && isDefined(judged, request)) {
                findings.inform(
                        judged.at(request.ruleName()),
                        request.ruleName() + " is no request of agents any more",
                        "remove the rule, unless older agents are in use");
            }
        }
        for (String name : judged.report().unknown()) {
            Optional<String> meant = NearbyNames.of(name);
            findings.warn(
                    judged.at(name),
                    "agents have no request " + name,
                    meant.map(known -> "write it " + known)
                            .orElse("remove the rule, or correct its name"));
        }
    }

    private static void missing(
            JudgedPolicy.Loaded judged, LintContext context, Findings findings) {
        List<AgentRequest> missing =
                AgentRequest.current().stream()
                        .filter(request -> !isDefined(judged, request))
                        .toList();
        for (AgentRequest request : missing) {
            if (request.isNeededToStart() && !judged.report().allowsFailing()) {
                findings.warn(
                        judged.member().location(),
                        request.ruleName() + " has no rule: the pod can't start",
                        "add a rule for it, or: default " + request.ruleName() + " := true");
            }
        }
        String others =
                missing.stream()
                        .filter(request -> !request.isNeededToStart())
                        .map(AgentRequest::ruleName)
                        .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            findings.inform(
                    judged.member().location(),
                    "no rule for " + others,
                    "add a default of false for each, so that the denial is plain");
        }
    }

    private static void effects(
            JudgedPolicy.Loaded judged, LintContext context, Findings findings) {
        one(judged, findings, "writes to the agent's log", "print");
        one(judged, findings, "sends requests, which agents can't", "http", "send");
        one(judged, findings, "depends on the time, which the host can set", "time", "now_ns");
    }

    private static void one(
            JudgedPolicy.Loaded judged, Findings findings, String effect, String... name) {
        for (Term.Call call : RuleCalls.of(judged.policy())) {
            if (RuleCalls.isNamed(call, name)) {
                findings.inform(
                        judged.at("", call.at()),
                        String.join(".", name) + " " + effect,
                        "leave it out of policies that are in use");
                return;
            }
        }
    }

    private static boolean isDefined(JudgedPolicy.Loaded judged, AgentRequest request) {
        return judged.report().allowsFailing()
                ? judged.policy().module().rules().stream()
                        .anyMatch(rule -> rule.name().equals(request.ruleName()))
                : judged.report().of(request).openness() != Openness.UNDEFINED;
    }
}
