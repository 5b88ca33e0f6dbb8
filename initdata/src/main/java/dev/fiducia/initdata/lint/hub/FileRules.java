package dev.fiducia.initdata.lint.hub;

import dev.fiducia.initdata.config.AaConfig;
import dev.fiducia.initdata.config.CdhConfig;
import dev.fiducia.initdata.config.ConfigProblem;
import dev.fiducia.initdata.config.Loaded;
import dev.fiducia.initdata.config.Located;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;
import dev.fiducia.initdata.lint.connection.ServiceUrl;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// How the two configuration files are written.
final class FileRules {

    private static final Set<String> CHATTY = Set.of("debug", "trace");
    private static final Pattern BETWEEN_LEVELS = Pattern.compile("[,=\\s]+");

    private FileRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.of(
                        RuleInfo.of(
                                "CFG211",
                                "W",
                                "a key that is ignored, or a value that is converted",
                                "the setting has no effect, and nothing says so"),
                        (context, findings) -> problems(false, context, findings)),
                Rule.of(
                        RuleInfo.of(
                                "CFG212",
                                "W",
                                "log level debug or trace",
                                "names of secrets and inputs of policies get into logs"),
                        FileRules::logLevel),
                Rule.of(
                        RuleInfo.of(
                                "CFG213",
                                "E",
                                "a file that its component can't start with",
                                "the guest comes up without attestation or without secrets"),
                        FileRules::unusable),
                Rule.of(
                        RuleInfo.of(
                                "CFG214",
                                "W",
                                "aa.toml names no service",
                                "the agent has nowhere to attest, so that no resource can be fetched"),
                        FileRules::noService));
    }

    private static void problems(boolean fatal, LintContext context, Findings findings) {
        report("aa.toml", context.aa().map(Loaded::problems), fatal, context, findings);
        report("cdh.toml", context.cdh().map(Loaded::problems), fatal, context, findings);
    }

    private static void report(
            String file,
            Optional<List<ConfigProblem>> problems,
            boolean fatal,
            LintContext context,
            Findings findings) {
        for (ConfigProblem problem : problems.orElse(List.of())) {
            if (problem.isFatal() == fatal) {
                var location = context.location(file, problem.path(), problem.place());
                if (fatal) {
                    findings.error(location, problem.message(), problem.fix());
                } else {
                    findings.warn(location, problem.message(), problem.fix());
                }
            }
        }
    }

    private static void logLevel(LintContext context, Findings findings) {
        context.aaConfig()
                .flatMap(AaConfig::logLevel)
                .ifPresent(level -> logLevel("aa.toml", level, context, findings));
        context.cdhConfig()
                .flatMap(CdhConfig::logLevel)
                .ifPresent(level -> logLevel("cdh.toml", level, context, findings));
    }

    /// Levels may be given for single modules, as in `info,kbs_protocol=debug`.
    private static void logLevel(
            String file, Located<String> level, LintContext context, Findings findings) {
        String lower = level.value().toLowerCase(Locale.ROOT);
        if (BETWEEN_LEVELS.splitAsStream(lower).anyMatch(CHATTY::contains)) {
            findings.warn(
                    context.location(file, level),
                    "log.level is that of a developer",
                    "use level = \"info\"");
        }
    }

    private static void unusable(LintContext context, Findings findings) {
        problems(true, context, findings);
        context.aaConfig()
                .ifPresent(config -> {
                    config.kbs()
                            .flatMap(kbs -> kbs.url())
                            .ifPresent(url -> address("aa.toml", url, context, findings));
                    config.cocoAsUrl().ifPresent(url -> address("aa.toml", url, context, findings));
                });
        context.cdhConfig()
                .flatMap(config -> config.kbc())
                .ifPresent(kbc -> hub(kbc, context, findings));
    }

    private static void hub(CdhConfig.Kbc kbc, LintContext context, Findings findings) {
        boolean needsUrl = kbc.name().filter(name -> name.value().equals("cc_kbc")).isPresent();
        if (!needsUrl) {
            return;
        }
        kbc.url().ifPresent(url -> address("cdh.toml", url, context, findings));
        if (kbc.url().isEmpty()) {
            kbc.name()
                    .ifPresent(name ->
                            findings.error(
                                    context.location("cdh.toml", "kbc.url", name.place()),
                                    "kbc.url is missing, which cc_kbc needs",
                                    "add url to [kbc]"));
        }
    }

    private static void address(
            String file, Located<String> url, LintContext context, Findings findings) {
        if (ServiceUrl.parse(url.value()).isEmpty()) {
            findings.error(
                    context.location(file, url),
                    url.path() + " is not an http or https address",
                    "write it https://HOST or https://HOST:PORT");
        }
    }

    private static void noService(LintContext context, Findings findings) {
        boolean lacks = context.aaConfig().filter(config -> config.kbs().isEmpty()).isPresent();
        if (lacks) {
            context.member("aa.toml")
                    .ifPresent(file ->
                            findings.warn(
                                    file.location(),
                                    "[token_configs.kbs] is missing: the agent has no service to attest to",
                                    "add it with the service's url"));
        }
    }
}
