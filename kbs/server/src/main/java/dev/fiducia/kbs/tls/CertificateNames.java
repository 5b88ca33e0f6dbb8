package dev.fiducia.kbs.tls;

import dev.fiducia.kbs.config.HttpServerConfig;
import dev.fiducia.kbs.config.ListenAddress;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/// What a certificate made here is for: host names and addresses, the latter in their literal form.
record CertificateNames(Set<String> hosts, Set<String> addresses) {

    CertificateNames {
        hosts = Set.copyOf(hosts);
        addresses = Set.copyOf(addresses);
    }

    /// The configured names, the addresses that are listened on, and this machine's own.
    static CertificateNames of(HttpServerConfig http) {
        Set<String> hosts = new LinkedHashSet<>(Set.of("localhost"));
        Set<String> addresses = new LinkedHashSet<>();
        addresses.add(InetAddress.ofLiteral("127.0.0.1").getHostAddress());
        addresses.add(InetAddress.ofLiteral("::1").getHostAddress());
        for (ListenAddress socket : http.sockets()) {
            if (!socket.address().isAnyLocalAddress()) {
                addresses.add(socket.address().getHostAddress());
            }
        }
        for (String name : http.certificateNames()) {
            if (isAddress(name)) {
                addresses.add(InetAddress.ofLiteral(name).getHostAddress());
            } else {
                hosts.add(name);
            }
        }
        return new CertificateNames(hosts, addresses);
    }

    boolean containsAll(CertificateNames other) {
        return hosts.containsAll(other.hosts) && addresses.containsAll(other.addresses);
    }

    private static boolean isAddress(String name) {
        try {
            InetAddress.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
