package dev.fiducia.initdata.lint.hub;

import dev.fiducia.initdata.config.CdhConfig;
import dev.fiducia.initdata.config.Located;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How the data hub treats secrets.
final class SecretHandlingRules {

    private static final String FOLDER = "/run/confidential-containers/cdh/";

    private SecretHandlingRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.of(
                        RuleInfo.of(
                                "CDH205",
                                "E",
                                "sealed secrets are not verified",
                                "the cluster can replace them by its own"),
                        SecretHandlingRules::sealedSecrets),
                Rule.of(
                        RuleInfo.of(
                                "CDH209",
                                "W",
                                "a credential is written outside of the data hub's folder",
                                "the data hub refuses the path, or overwrites files of the guest"),
                        SecretHandlingRules::credentials));
    }

    private static void sealedSecrets(LintContext context, Findings findings) {
        context.cdhConfig()
                .flatMap(CdhConfig::skipsSealedSecretVerification)
                .filter(Located::value)
                .ifPresent(flag ->
                        findings.error(
                                context.location("cdh.toml", flag),
                                "skip_sealed_secret_verification turns the check of sealed secrets off",
                                "remove the line, and sign the secrets"));
    }

    private static void credentials(LintContext context, Findings findings) {
        List<CdhConfig.Credential> credentials =
                context.cdhConfig().map(CdhConfig::credentials).orElse(List.of());
        for (CdhConfig.Credential credential : credentials) {
            Optional<Located<String>> path = credential.path();
            path.filter(each -> !isInFolder(each.value()))
                    .ifPresent(each ->
                            findings.warn(
                                    context.location("cdh.toml", each),
                                    each.path() + " is not below " + FOLDER,
                                    "choose a path below that folder, without .."));
        }
    }

    private static boolean isInFolder(String path) {
        return path.startsWith(FOLDER)
                && path.length() > FOLDER.length()
                && !Arrays.asList(path.split("/", -1)).contains("..");
    }
}
