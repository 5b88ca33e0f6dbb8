package dev.fiducia.policy.image;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The registries that images may be imported from. Immutable.
///
/// Without a configuration every registry is allowed; with an empty list none is. Hosts are
/// compared without regard to case, and Docker Hub is allowed under all its names where `docker.io`
/// is.
public final class AllowedRegistries {
    private static final int SHOWN = 5;

    private final @Nullable List<RegistryRule> rules;

    private AllowedRegistries(@Nullable List<RegistryRule> rules) {
        this.rules = rules;
    }

    /// What holds when nothing is configured.
    public static AllowedRegistries unrestricted() {
        return new AllowedRegistries(null);
    }

    /// Exactly these, in the order of the configuration.
    public static AllowedRegistries of(List<RegistryRule> rules) {
        return new AllowedRegistries(rules.stream().distinct().toList());
    }

    /// Reads a configuration: a whole `master-config.yaml`, its `imagePolicyConfig`, or an object
    /// with `allowedRegistriesForImport`, as YAML or JSON. A document that is none of these is
    /// refused, never taken as unrestricted.
    public static AllowedRegistries parse(String text) throws ImagePolicyException {
        return RegistryConfig.read(text);
    }

    /// These and the cluster's own registry, which is always allowed, with TLS.
    public AllowedRegistries withIntegrated(String hostAndPort) throws ImagePolicyException {
        if (rules == null) {
            return this;
        }
        List<RegistryRule> all = new ArrayList<>(rules);
        all.add(RegistryRule.of(hostAndPort, false));
        return of(all);
    }

    /// Why an image may not be imported; empty if it may.
    public Optional<String> refusal(ImageReference image, Transport transport) {
        if (rules == null) {
            return Optional.empty();
        }
        RegistryHost registry = image.registry();
        RegistryHost target = registry == null ? RegistryHost.DOCKER_HUB : registry;
        String port = port(target, transport);
        String host = bare(target.host());
        if (matches(host, port)
                || (target.isDockerAlias() && matches(RegistryHost.DOCKER_HUB.host(), port))) {
            return Optional.empty();
        }
        String shown =
                registry != null ? registry.toString() : port.isEmpty() ? host : host + ":" + port;
        return Optional.of("registry \"" + shown + "\" not allowed by " + list(rules));
    }

    public boolean allows(ImageReference image, Transport transport) {
        return refusal(image, transport).isEmpty();
    }

    private static String port(RegistryHost registry, Transport transport) {
        if (registry.port() != null) {
            return registry.port();
        }
        return switch (transport) {
            case SECURE -> "443";
            case INSECURE -> "80";
            case ANY -> "";
        };
    }

    /// An IPv6 address without its brackets.
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private boolean matches(String host, String port) {
        return rules == null
                || rules.stream().anyMatch(r -> r.matchesHost(host) && r.matchesPort(port));
    }

    /// Newest first, as the documentation's sample shows them.
    private static String list(List<RegistryRule> rules) {
        if (rules.isEmpty()) {
            return "empty whitelist";
        }
        boolean all = rules.size() <= SHOWN;
        List<RegistryRule> shown = rules.reversed().subList(0, all ? rules.size() : SHOWN - 1);
        return shown.stream()
                .map(rule -> "\"" + rule + "\"")
                .collect(
                        Collectors.joining(
                                ", ",
                                "whitelist: ",
                                all ? "" : ", and " + (rules.size() - SHOWN + 1) + " more ..."));
    }
}
