package dev.fiducia.app;

import dev.fiducia.initdata.agentpolicy.AgentPolicyClaims;
import dev.fiducia.initdata.agentpolicy.AgentRequest;
import dev.fiducia.initdata.agentpolicy.Openness;
import dev.fiducia.initdata.agentpolicy.OpennessReport;
import dev.fiducia.initdata.agentpolicy.RegisteredPolicy;

import java.util.Locale;

/// What `fiducia initdata check-policy` says about one policy, for people.
final class PolicyReport {
    private PolicyReport() {}

    static String text(String file, AgentPolicyClaims claims) {
        StringBuilder text = new StringBuilder();
        line(text, "policy", file);
        line(text, "match", claims.verdict().match().wireName());
        for (RegisteredPolicy registered : claims.verdict().registered()) {
            line(text, "registered", registered.name());
        }
        claims.verdict().reasons().forEach(reason -> line(text, "because", reason));
        claims.verdict().policy().ifPresent(policy -> line(text, "sha256", policy.sha256()));
        claims.images().forEach(image -> line(text, "image", image));
        claims.openness().ifPresent(report -> openness(text, report));
        return text.append('\n').toString();
    }

    private static void openness(StringBuilder text, OpennessReport report) {
        if (report.allowsFailing()) {
            line(text, "warning", "agents may allow what the policy denies");
        }
        if (report.isReplaceable()) {
            line(text, "warning", "the host can replace the policy at any time");
        }
        if (report.allowsAll()) {
            line(text, "warning", "the policy allows the host everything");
        }
        for (Openness openness : Openness.values()) {
            for (AgentRequest request : report.with(openness)) {
                text.append(
                        String.format(
                                Locale.ROOT,
                                "  %-12s%-40s%s%n",
                                openness.wireName(),
                                request.ruleName(),
                                report.of(request).reason()));
            }
        }
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-14s%s%n", name, value));
    }
}
