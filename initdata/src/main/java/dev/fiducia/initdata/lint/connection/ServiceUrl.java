package dev.fiducia.initdata.lint.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The address of a service, taken apart.
///
/// @param scheme `http` or `https`
/// @param host in lower case, IPv6 addresses without brackets
/// @param port the port, also when it is the scheme's own and left out
/// @param hasUserInfo whether there is something before an `@`
/// @param hasPath whether there is more of a path than a slash
/// @param hasQuery whether there is a query or a fragment
public record ServiceUrl(
        String scheme,
        String host,
        int port,
        boolean hasUserInfo,
        boolean hasPath,
        boolean hasQuery) {

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");
    private static final int LONGEST = 2048;

    /// The parts of an http or https address; nothing when it is none.
    public static Optional<ServiceUrl> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            String authority = uri.getRawAuthority();
            if (authority == null || !(scheme.equals("http") || scheme.equals("https"))) {
                return Optional.empty();
            }
            return of(uri, scheme, authority);
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /// Names of services may have underscores, for which the JDK tells no host.
    private static Optional<ServiceUrl> of(URI uri, String scheme, String authority) {
        int at = authority.lastIndexOf('@');
        String rest = authority.substring(at + 1);
        int colon = rest.lastIndexOf(':');
        boolean hasPort = colon > rest.lastIndexOf(']');
        String host = hasPort ? rest.substring(0, colon) : rest;
        Optional<Integer> port = port(hasPort ? rest.substring(colon + 1) : "", scheme);
        if (host.isEmpty() || port.isEmpty()) {
            return Optional.empty();
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return Optional.of(
                new ServiceUrl(
                        scheme,
                        host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", ""),
                        port.get(),
                        at >= 0,
                        !path.isEmpty() && !path.equals("/"),
                        uri.getRawQuery() != null || uri.getRawFragment() != null));
    }

    private static Optional<Integer> port(String digits, String scheme) {
        if (digits.isEmpty()) {
            return Optional.of(scheme.equals("https") ? 443 : 80);
        }
        boolean plain = digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain
                ? Optional.of(Integer.parseInt(digits)).filter(port -> port > 0 && port < 65_536)
                : Optional.empty();
    }

    boolean isEncrypted() {
        return scheme.equals("https");
    }

    boolean isIpAddress() {
        return host.contains(":") || IPV4.matcher(host).matches();
    }

    boolean isLocalhost() {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.startsWith("127.")
                || host.equals("::1");
    }

    /// Names that only resolve inside one cluster, or on one network.
    boolean isClusterLocal() {
        return !isIpAddress()
                && (!host.contains(".")
                        || host.endsWith(".svc")
                        || host.contains(".svc.")
                        || host.endsWith(".cluster.local"));
    }

    /// Whether both reach the same service, however they are written.
    boolean isSameService(ServiceUrl other) {
        return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
    }
}
