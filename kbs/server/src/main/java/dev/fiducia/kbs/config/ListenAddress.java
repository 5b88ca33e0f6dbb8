package dev.fiducia.kbs.config;

import java.net.InetAddress;

/// A literal address and a port; port 0 asks the system for a free one.
public record ListenAddress(InetAddress address, int port) {

    /// Reads `ip:port`, an IPv6 address in brackets. Host names are refused: nothing is resolved.
    ///
    /// @throws IllegalArgumentException with a sentence for the user
    static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("expected ip:port, found \"" + text + "\"");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "an IPv6 address needs brackets: \"[" + host + "]:port\"");
        }
        return new ListenAddress(
                address(bracketed ? host.substring(1, host.length() - 1) : host),
                port(text.substring(colon + 1)));
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + host + "\" is not an IP address; host names are not accepted", e);
        }
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
            throw new IllegalArgumentException("\"" + text + "\" is not a port");
        }
        return Integer.parseInt(text);
    }

    @Override
    public String toString() {
        String host = address.getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
