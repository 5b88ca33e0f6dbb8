package dev.fiducia.initdata.lint.document;

import dev.fiducia.initdata.Names;
import dev.fiducia.initdata.config.Spelling;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Member;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;
import dev.fiducia.initdata.lint.Severity;

import org.tomlj.TomlTable;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which files and other members a document has, and which it lacks.
final class MemberRules {

    private static final Set<String> FILES = Set.of("aa.toml", "cdh.toml", "policy.rego");
    private static final Set<String> TOP_LEVEL = Set.of("version", "algorithm", "data");

    private MemberRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.of(
                        RuleInfo.of(
                                "ID007",
                                "WI",
                                "a member of [data] that guests do not read",
                                "a misspelt file is measured, and without any effect"),
                        MemberRules::unknownFile),
                Rule.of(
                        RuleInfo.of(
                                "ID008",
                                "I",
                                "a top-level member that nobody reads",
                                "it changes the digest, and shows up in no claim"),
                        MemberRules::unknownTopLevel),
                Rule.of(
                        RuleInfo.of(
                                "ID009",
                                "EW",
                                "aa.toml is missing",
                                "the agent takes its settings from elsewhere, for peer pods from the untrusted host"),
                        (context, findings) -> missingConfiguration("aa.toml", context, findings)),
                Rule.of(
                        RuleInfo.of(
                                "ID010",
                                "EW",
                                "cdh.toml is missing",
                                "the data hub takes its settings from elsewhere, for peer pods from the untrusted host"),
                        (context, findings) -> missingConfiguration("cdh.toml", context, findings)),
                Rule.of(
                        RuleInfo.of(
                                "ID011",
                                "W",
                                "policy.rego is missing",
                                "the guest image's policy applies, which usually allows the host everything"),
                        MemberRules::missingPolicy));
    }

    private static void unknownFile(LintContext context, Findings findings) {
        for (Member member : context.members().values()) {
            if (FILES.contains(member.name())) {
                continue;
            }
            String name = Names.shown(member.name());
            Optional<String> meant = Spelling.nearest(member.name(), FILES);
            if (meant.isPresent()) {
                findings.warn(
                        member.location(),
                        "guests do not read " + name,
                        "did you mean " + meant.get() + "?");
            } else {
                findings.inform(
                        member.location(),
                        "guests do not read " + name + ", though it becomes a claim",
                        "keep it only if a policy of yours looks at it");
            }
        }
    }

    private static void unknownTopLevel(LintContext context, Findings findings) {
        TomlTable document = context.toml().orElse(null);
        if (document == null) {
            return;
        }
        for (String key : document.keySet()) {
            if (!TOP_LEVEL.contains(key)) {
                String fix =
                        Spelling.nearest(key, TOP_LEVEL)
                                .map(name -> "did you mean " + name + "?")
                                .orElse("keep it only to tell otherwise equal documents apart");
                findings.inform(
                        context.location(key),
                        "nobody reads " + Names.shown(key) + ": it is measured, and no claim",
                        fix);
            }
        }
    }

    private static void missingConfiguration(String file, LintContext context, Findings findings) {
        if (!isMissing(file, context)) {
            return;
        }
        boolean peerPods = context.options().isForPeerPods();
        findings.add(
                peerPods ? Severity.ERROR : Severity.WARNING,
                context.location("data"),
                peerPods
                        ? file + " is missing: the host may supply one that nobody measures"
                        : file
                                + " is missing: settings of the image or the kernel command line apply",
                "add \"" + file + "\" to [data]");
    }

    private static void missingPolicy(LintContext context, Findings findings) {
        if (isMissing("policy.rego", context)) {
            findings.warn(
                    context.location("data"),
                    "policy.rego is missing: the image's policy applies, which usually allows everything",
                    "add \"policy.rego\" to [data]");
        }
    }

    private static boolean isMissing(String file, LintContext context) {
        return context.toml().map(document -> document.get(List.of("data"))).orElse(null)
                        instanceof TomlTable data
                && data.get(List.of(file)) == null;
    }
}
