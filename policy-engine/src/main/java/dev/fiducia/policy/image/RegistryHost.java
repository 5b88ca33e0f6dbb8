package dev.fiducia.policy.image;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// A registry: a host, in brackets if it is an IPv6 address, and a port if one is written.
public record RegistryHost(String host, @Nullable String port) {
    /// Where references without a registry lead.
    public static final RegistryHost DOCKER_HUB = new RegistryHost("docker.io", null);

    private static final Set<String> DOCKER_ALIASES =
            Set.of("index.docker.io", "registry-1.docker.io");

    private static final Set<String> USUAL_PORTS = Set.of("80", "443");

    /// Whether this is another name of Docker Hub.
    public boolean isDockerAlias() {
        return DOCKER_ALIASES.contains(host.toLowerCase(Locale.ROOT));
    }

    /// Whether both name one registry: hosts without regard to case, Docker Hub by any of its
    /// names, ports as they are written.
    public boolean isSame(RegistryHost other) {
        return plainHost().equals(other.plainHost()) && Objects.equals(port, other.port);
    }

    /// Whether both may lead to one registry: as [#isSame], but a port that is not written may be
    /// 80 or 443, and leading zeros do not count.
    boolean mayBe(RegistryHost other) {
        return plainHost().equals(other.plainHost())
                && !Collections.disjoint(possiblePorts(), other.possiblePorts());
    }

    private Set<String> possiblePorts() {
        return port == null ? USUAL_PORTS : Set.of(port.replaceFirst("^0+", ""));
    }

    private String plainHost() {
        return isDockerAlias() ? DOCKER_HUB.host : host.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return port == null ? host : host + ":" + port;
    }
}
