package dev.fiducia.initdata.lint.connection;

import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Location;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;

import java.util.List;

/// What can be told from the addresses alone.
final class UrlRules {

    private UrlRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.of(
                        RuleInfo.of(
                                "NET101",
                                "E",
                                "W",
                                "the service is reached by plain HTTP",
                                "anyone on the way can refuse, delay and observe, and old clients trust what they get"),
                        UrlRules::plainHttp),
                Rule.of(
                        RuleInfo.of(
                                "NET102",
                                "W",
                                "an address that a guest can't use, or that says too much",
                                "guests are not in the cluster that their pods are described in"),
                        UrlRules::unusualAddress),
                Rule.of(
                        RuleInfo.of(
                                "NET103",
                                "W",
                                "https without a certificate",
                                "only services with a certificate of a public authority are reached"),
                        UrlRules::noCertificate),
                Rule.of(
                        RuleInfo.of(
                                "NET104",
                                "E",
                                "a certificate with plain HTTP",
                                "it has no effect, and looks as if it had"),
                        UrlRules::idleCertificate));
    }

    private static void plainHttp(LintContext context, Findings findings) {
        for (Endpoint endpoint : Endpoint.of(context)) {
            if (endpoint.service().filter(url -> !url.isEncrypted()).isPresent()) {
                findings.add(
                        context.options().errorUnlessDev(),
                        endpoint.location(context),
                        endpoint.url().path() + " is plain HTTP",
                        "use https and give the service's certificate");
            }
        }
    }

    private static void unusualAddress(LintContext context, Findings findings) {
        for (Endpoint endpoint : Endpoint.of(context)) {
            endpoint.service()
                    .ifPresent(url ->
                            describe(
                                    url,
                                    endpoint.url().path(),
                                    endpoint.location(context),
                                    findings));
        }
    }

    private static void describe(
            ServiceUrl url, String path, Location location, Findings findings) {
        if (url.isLocalhost()) {
            findings.warn(
                    location,
                    path + " points to the guest itself",
                    "give the name under which guests reach the service");
        } else if (url.isIpAddress()) {
            findings.warn(
                    location,
                    path + " has an IP address as host",
                    "give a name, so that the service can move without a new document");
        } else if (url.isClusterLocal()) {
            findings.warn(
                    location,
                    path + " has a host that is known inside one cluster or network only",
                    "give the name of a route or load balancer that guests reach");
        }
        if (url.hasUserInfo()) {
            findings.warn(
                    location,
                    path + " holds a user name or password",
                    "remove it: the service knows guests by their evidence");
        }
        if (url.hasPath() || url.hasQuery()) {
            findings.warn(
                    location,
                    path + " has a path or query, to which clients append theirs",
                    "end the address after host and port");
        }
    }

    private static void noCertificate(LintContext context, Findings findings) {
        for (Endpoint endpoint : Endpoint.of(context)) {
            boolean hasKey = !endpoint.url().path().equals("token_configs.coco_as.url");
            if (hasKey && endpoint.isEncrypted() && endpoint.cert().isEmpty()) {
                findings.warn(
                        endpoint.location(context),
                        endpoint.url().path() + " is https, and there is no certificate for it",
                        endpoint.file().equals("aa.toml")
                                ? "add cert to [token_configs.kbs], unless a public authority signed the service's"
                                : "add kbs_cert to [kbc], unless a public authority signed the service's");
            }
        }
    }

    private static void idleCertificate(LintContext context, Findings findings) {
        for (Endpoint endpoint : Endpoint.of(context)) {
            if (endpoint.cert().isPresent() && !endpoint.isEncrypted()) {
                findings.error(
                        context.location(endpoint.file(), endpoint.cert().get()),
                        endpoint.cert().get().path() + " is given for an address without https",
                        "make the address https, or remove the certificate");
            }
        }
    }
}
