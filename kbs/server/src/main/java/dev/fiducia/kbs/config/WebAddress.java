package dev.fiducia.kbs.config;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;

/// Addresses of services that are asked over the network: `http` or `https`, a host, and neither
/// user, query nor fragment.
final class WebAddress {

    private WebAddress() {}

    /// The address in a text, if it is one.
    static Optional<URI> parse(String text) {
        try {
            URI uri = URI.create(text);
            boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return Optional.of(uri)
                    .filter(address ->
                            isWeb
                                    && address.getHost() != null
                                    && address.getRawUserInfo() == null
                                    && address.getRawQuery() == null
                                    && address.getRawFragment() == null);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The same for a service that proves who it is: without TLS only at a loopback address.
    static Optional<URI> parseProven(String text) {
        return parse(text)
                .filter(uri -> "https".equals(uri.getScheme()) || isLoopback(uri.getHost()));
    }

    /// Whether the address names nothing but a host.
    static boolean isOrigin(URI uri) {
        return uri.getPath().isEmpty() || uri.getPath().equals("/");
    }

    private static boolean isLoopback(String host) {
        boolean isAddress = host.matches("[0-9.]+") || host.startsWith("[");
        return host.equals("localhost") || (isAddress && isLoopbackLiteral(host));
    }

    private static boolean isLoopbackLiteral(String host) {
        try {
            return InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
