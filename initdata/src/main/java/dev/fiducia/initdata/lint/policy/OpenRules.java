package dev.fiducia.initdata.lint.policy;

import dev.fiducia.initdata.agentpolicy.AgentRequest;
import dev.fiducia.initdata.agentpolicy.Openness;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.LintProfile;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;
import dev.fiducia.initdata.lint.Severity;

import java.util.List;

/// What the policy leaves open to the host.
final class OpenRules {

    private static final String NARROW =
            "set its default to false, and allow what is needed by rule";

    private OpenRules() {}

    static List<Rule> all() {
        return List.of(
                rule(
                        "POL302",
                        "E",
                        "AllowRequestsFailingPolicy",
                        "agents then allow what the policy denies",
                        OpenRules::failing),
                rule(
                        "POL303",
                        "E",
                        "SetPolicyRequest open",
                        "the host can replace the policy after the guest was attested, and the"
                                + " attested digest stays the same",
                        warnsOf(Severity.ERROR, AgentRequest.SET_POLICY)),
                rule(
                        "POL304",
                        "E",
                        "policy that allows all",
                        "nothing protects the workload from its host",
                        OpenRules::everything),
                rule(
                        "POL305",
                        "EW",
                        "ExecProcessRequest open or loosely limited",
                        "the host can run commands in the workload's containers",
                        ExecRule::check),
                rule(
                        "POL306",
                        "W",
                        "standard streams open",
                        "output leaves the guest in plain text, input is typed by the host",
                        warnsOf(
                                Severity.WARNING,
                                AgentRequest.READ_STREAM,
                                AgentRequest.WRITE_STREAM)),
                rule(
                        "POL307",
                        "W",
                        "CopyFileRequest open or loosely limited",
                        "the host can write files into the guest",
                        OpenRules::copyFile),
                rule(
                        "POL308",
                        "EW",
                        "W",
                        "CreateContainerRequest open",
                        "the host can run any image; only an image policy can then still stop it",
                        OpenRules::createContainer),
                rule(
                        "POL309",
                        "W",
                        "influence on time, chance, network or diagnostics",
                        "the host can shift the guest's clock, entropy or traffic, or read its data",
                        warnsOf(
                                Severity.WARNING,
                                AgentRequest.SET_GUEST_DATE_TIME,
                                AgentRequest.RESEED_RANDOM_DEV,
                                AgentRequest.UPDATE_INTERFACE,
                                AgentRequest.UPDATE_ROUTES,
                                AgentRequest.SET_IP_TABLES,
                                AgentRequest.GET_DIAGNOSTIC_DATA)));
    }

    private static Rule rule(
            String id, String severities, String title, String why, PolicyRule.Check check) {
        return rule(id, severities, severities, title, why, check);
    }

    private static Rule rule(
            String id, String prod, String dev, String title, String why, PolicyRule.Check check) {
        return new PolicyRule(RuleInfo.of(id, prod, dev, title, why), check);
    }

    private static PolicyRule.Check warnsOf(Severity severity, AgentRequest... requests) {
        return (judged, _, findings) -> {
            for (AgentRequest request : requests) {
                reportOpen(judged, request, severity, findings);
            }
        };
    }

    static boolean reportOpen(
            JudgedPolicy.Loaded judged,
            AgentRequest request,
            Severity severity,
            Findings findings) {
        if (!judged.report().isOpen(request)) {
            return false;
        }
        findings.add(
                severity,
                judged.at(request.ruleName()),
                request.ruleName() + " is open: " + judged.report().of(request).reason(),
                NARROW);
        return true;
    }

    private static void failing(
            JudgedPolicy.Loaded judged, LintContext context, Findings findings) {
        if (judged.report().allowsFailing()) {
            String reason =
                    judged.report().failing().openness() == Openness.CONDITIONAL
                            ? "it depends on something outside of the policy"
                            : judged.report().failing().reason();
            findings.error(
                    judged.at(AgentRequest.ALLOW_FAILING),
                    AgentRequest.ALLOW_FAILING + " is not certainly false: " + reason,
                    "set its default to false and remove its rules");
        }
    }

    private static void everything(
            JudgedPolicy.Loaded judged, LintContext context, Findings findings) {
        String name =
                SamplePolicies.name(judged.policy().sha256())
                        .map(known -> ", known as " + known)
                        .orElse("");
        if (judged.report().allowsAll()) {
            findings.error(
                    judged.member().location(),
                    "the policy allows the host everything" + name,
                    "use a policy generated for the workload, such as by genpolicy");
        }
    }

    private static void copyFile(
            JudgedPolicy.Loaded judged, LintContext context, Findings findings) {
        if (reportOpen(judged, AgentRequest.COPY_FILE, Severity.WARNING, findings)) {
            return;
        }
        for (String pattern : RequestDefaults.patterns(judged.policy(), "CopyFileRequest")) {
            if (RequestDefaults.isLooseAtStart(pattern) || pattern.contains(".*")) {
                findings.warn(
                        judged.at("policy_data"),
                        "a pattern for files to copy matches more than one folder",
                        "begin the pattern with ^ and a folder, and let it end with $");
            }
        }
    }

    private static void createContainer(
            JudgedPolicy.Loaded judged, LintContext context, Findings findings) {
        boolean checked = ImageEnforcement.isConfigured(context);
        boolean severe = !checked && context.options().profile() == LintProfile.PROD;
        if (judged.report().isOpen(AgentRequest.CREATE_CONTAINER)) {
            findings.add(
                    severe ? Severity.ERROR : Severity.WARNING,
                    judged.at(AgentRequest.CREATE_CONTAINER.ruleName()),
                    "CreateContainerRequest is open"
                            + (checked
                                    ? ": only the image policy limits what runs"
                                    : " and cdh.toml names no image policy: any image runs"),
                    checked
                            ? NARROW
                            : "name an image_security_policy_uri in cdh.toml, or list the"
                                    + " containers in the policy");
        }
    }
}
