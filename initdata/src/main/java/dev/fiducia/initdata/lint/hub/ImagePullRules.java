package dev.fiducia.initdata.lint.hub;

import dev.fiducia.initdata.config.ImageConfig;
import dev.fiducia.initdata.config.ImageConfig.Registry;
import dev.fiducia.initdata.config.Located;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.HostFacts.ResourceKind;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Location;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;
import dev.fiducia.initdata.lint.Severity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// From where images and the files about them are fetched.
final class ImagePullRules {

    private static final String FILE = "cdh.toml";

    private ImagePullRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.of(
                        RuleInfo.of(
                                "CDH204",
                                "W",
                                "a resource address that leads nowhere, or to something else",
                                "guests can't fetch the resource, or can't use it"),
                        ImagePullRules::resources),
                Rule.of(
                        RuleInfo.of(
                                "CDH206",
                                "WI",
                                "insecure registries, mirrors elsewhere, local files",
                                "images come from where nobody looks"),
                        ImagePullRules::registries),
                Rule.of(
                        RuleInfo.of(
                                "CDH207",
                                "WI",
                                "images are pulled through a proxy",
                                "the proxy sees, and without TLS changes, what is pulled"),
                        ImagePullRules::proxies),
                Rule.of(
                        RuleInfo.of(
                                "CDH208",
                                "WI",
                                "additional root certificates for registries",
                                "whoever has their keys can stand in for any registry"),
                        ImagePullRules::roots));
    }

    private static Optional<ImageConfig> image(LintContext context) {
        return context.cdhConfig().flatMap(config -> config.image());
    }

    private static List<Located<String>> uris(LintContext context) {
        List<Located<String>> uris = new ArrayList<>();
        image(context)
                .ifPresent(image -> {
                    image.securityPolicyUri().ifPresent(uris::add);
                    uris.addAll(image.otherUris());
                });
        context.cdhConfig()
                .ifPresent(config ->
                        config.credentials()
                                .forEach(each -> each.resourceUri().ifPresent(uris::add)));
        return uris;
    }

    private static void resources(LintContext context, Findings findings) {
        for (Located<String> uri : uris(context)) {
            if (!uri.value().startsWith("file://")) {
                resource(uri, context, findings);
            }
        }
    }

    private static void resource(Located<String> uri, LintContext context, Findings findings) {
        Location location = context.location(FILE, uri);
        ResourceUri resource = ResourceUri.parse(uri.value()).orElse(null);
        if (resource == null) {
            findings.warn(
                    location,
                    uri.path() + " is not the address of a resource",
                    "write it kbs:///REPOSITORY/TYPE/TAG, with three slashes and three parts");
            return;
        }
        ResourceKind kind = context.options().host().resource(resource.path());
        boolean isPolicy = uri.path().equals("image.image_security_policy_uri");
        if (kind == ResourceKind.ABSENT) {
            findings.warn(
                    location,
                    uri.path() + " names a resource that this service does not have",
                    "store the resource, or correct the name");
        } else if (isPolicy && kind == ResourceKind.PUBLIC_KEY) {
            findings.warn(
                    location,
                    uri.path() + " leads to a public key, not to an image policy",
                    "store a policy there that names the key by its keyPath");
        } else if (isPolicy && kind == ResourceKind.OTHER) {
            findings.warn(
                    location,
                    uri.path() + " leads to something that is not a JSON object, as policies are",
                    "store an image policy there");
        }
    }

    private static void registries(LintContext context, Findings findings) {
        for (Located<String> uri : uris(context)) {
            if (uri.value().startsWith("file://")) {
                findings.inform(
                        context.location(FILE, uri),
                        uri.path() + " is a file of the guest image",
                        "be sure that the image has it, and that the image is measured");
            }
        }
        image(context)
                .ifPresent(image -> {
                    for (Registry registry : image.registries()) {
                        insecure(registry, context, findings);
                        for (Registry mirror : registry.mirrors()) {
                            insecure(mirror, context, findings);
                            elsewhere(registry, mirror, context, findings);
                        }
                    }
                });
    }

    private static void insecure(Registry registry, LintContext context, Findings findings) {
        registry.insecure()
                .filter(Located::value)
                .ifPresent(flag ->
                        findings.warn(
                                context.location(FILE, flag),
                                flag.path() + " allows plain HTTP and unknown certificates",
                                "remove it, and give the registry's certificate in extra_root_certificates"));
    }

    private static void elsewhere(
            Registry registry, Registry mirror, LintContext context, Findings findings) {
        Located<String> location = mirror.location().orElse(null);
        if (location == null) {
            return;
        }
        boolean known =
                registry.location()
                                .map(ImagePullRules::host)
                                .filter(host(location)::equals)
                                .isPresent()
                        || registry.prefix()
                                .map(ImagePullRules::host)
                                .filter(host(location)::equals)
                                .isPresent();
        if (!known) {
            findings.warn(
                    context.location(FILE, location),
                    location.path() + " is on another host than what it mirrors",
                    "be sure that signatures are demanded of its images");
        }
    }

    private static String host(Located<String> location) {
        int slash = location.value().indexOf('/');
        return slash < 0 ? location.value() : location.value().substring(0, slash);
    }

    private static void proxies(LintContext context, Findings findings) {
        image(context)
                .ifPresent(image -> {
                    for (Located<String> proxy : image.proxies()) {
                        Location location = context.location(FILE, proxy);
                        if (proxy.value().startsWith("http://")) {
                            findings.warn(
                                    location,
                                    proxy.path() + " is reached by plain HTTP",
                                    "reach the proxy by https");
                        } else {
                            findings.inform(
                                    location,
                                    proxy.path() + " sees which images are pulled",
                                    "keep it only if guests have no other way");
                        }
                    }
                });
    }

    private static void roots(LintContext context, Findings findings) {
        image(context)
                .ifPresent(image -> {
                    for (Located<String> root : image.extraRootCertificates()) {
                        boolean broad = RootScope.isBroad(root.value());
                        findings.add(
                                broad ? Severity.WARNING : Severity.INFO,
                                context.location(FILE, root),
                                broad
                                        ? root.path()
                                                + " is an authority without name constraints: it can vouch for any registry"
                                        : root.path()
                                                + " is trusted for registries besides the public authorities",
                                broad
                                        ? "give the registry's own certificate, or an authority that is constrained to its names"
                                        : "check that it is the registry's");
                    }
                });
    }
}
