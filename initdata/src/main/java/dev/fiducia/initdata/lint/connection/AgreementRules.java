package dev.fiducia.initdata.lint.connection;

import dev.fiducia.initdata.config.Located;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;
import dev.fiducia.initdata.lint.Severity;

import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Whether the two files, and the service that looks at them, mean the same service.
final class AgreementRules {

    private AgreementRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.of(
                        RuleInfo.of(
                                "NET105",
                                "WI",
                                "aa.toml and cdh.toml name different services or certificates",
                                "the token of one service is worth nothing at another"),
                        AgreementRules::disagreement),
                Rule.of(
                        RuleInfo.of(
                                "NET108",
                                "W",
                                "a second attestation service in aa.toml",
                                "nothing uses it once there is a KBS, and readers wonder which one counts"),
                        AgreementRules::secondService),
                Rule.of(
                        RuleInfo.of(
                                "NET109",
                                "E",
                                "EW",
                                "kbc.name is not cc_kbc",
                                "offline_fs_kbc takes secrets from the image without any attestation; other names are unknown"),
                        AgreementRules::client));
    }

    private static void disagreement(LintContext context, Findings findings) {
        Endpoint agent = Endpoint.ofAgent(context).orElse(null);
        Endpoint hub = Endpoint.ofDataHub(context).orElse(null);
        if (agent != null && hub != null) {
            if (!isSame(agent.url().value(), hub.url().value())) {
                findings.warn(
                        hub.location(context),
                        "kbc.url is another service than token_configs.kbs.url of aa.toml",
                        "give both the same address");
            }
            if (!isSameCertificate(agent.cert(), hub.cert())) {
                findings.warn(
                        hub.cert()
                                .map(cert -> context.location("cdh.toml", cert))
                                .orElseGet(() -> hub.location(context)),
                        "kbc.kbs_cert is another certificate than token_configs.kbs.cert of aa.toml",
                        "give both the same certificate");
            }
        }
        String here = context.options().host().serviceUrl().orElse(null);
        if (agent != null && here != null && !isSame(agent.url().value(), here)) {
            findings.inform(
                    agent.location(context),
                    "token_configs.kbs.url is not the address of the service that judges this",
                    "check that the document is meant for another service");
        }
    }

    private static boolean isSame(String one, String other) {
        Optional<ServiceUrl> first = ServiceUrl.parse(one);
        Optional<ServiceUrl> second = ServiceUrl.parse(other);
        return (first.isPresent() && second.isPresent())
                ? first.get().isSameService(second.get())
                : one.equals(other);
    }

    private static boolean isSameCertificate(
            Optional<Located<String>> one, Optional<Located<String>> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() && other.isEmpty();
        }
        Optional<List<X509Certificate>> first = Certificates.parse(one.get().value());
        Optional<List<X509Certificate>> second = Certificates.parse(other.get().value());
        return (first.isPresent() && second.isPresent())
                ? new HashSet<>(first.get()).equals(new HashSet<>(second.get()))
                : one.get().value().strip().equals(other.get().value().strip());
    }

    private static void secondService(LintContext context, Findings findings) {
        context.aaConfig()
                .filter(config -> config.kbs().isPresent())
                .flatMap(config -> config.cocoAsUrl())
                .ifPresent(url ->
                        findings.warn(
                                context.location("aa.toml", url),
                                "[token_configs.coco_as] stands next to [token_configs.kbs], and is not used",
                                "remove it"));
    }

    private static void client(LintContext context, Findings findings) {
        Located<String> name =
                context.cdhConfig()
                        .flatMap(config -> config.kbc())
                        .flatMap(kbc -> kbc.name())
                        .orElse(null);
        if (name == null || name.value().equals("cc_kbc")) {
            return;
        }
        boolean offline = name.value().equals("offline_fs_kbc");
        findings.add(
                offline ? context.options().errorUnlessDev() : Severity.ERROR,
                context.location("cdh.toml", name),
                offline
                        ? "offline_fs_kbc takes resources from the guest image: nothing is attested"
                        : "kbc.name is none that the data hub knows",
                "write name = \"cc_kbc\"");
    }
}
