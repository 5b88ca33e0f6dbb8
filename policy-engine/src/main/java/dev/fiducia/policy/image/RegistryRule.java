package dev.fiducia.policy.image;

import java.util.Locale;

/// One registry that images may be imported from.
///
/// @param host the host; `*` and `?` are wildcards within it
/// @param port the port; likewise
public record RegistryRule(String host, String port) {
    private static final int MAX_LENGTH = 512;

    /// A rule as it is configured: without a port, `insecure` says whether 80 or 443 is meant.
    public static RegistryRule of(String domainName, boolean insecure) throws ImagePolicyException {
        if (domainName.length() > MAX_LENGTH) {
            throw refused(domainName.substring(0, 32) + "…", "too long");
        }
        String[] parts = domainName.split(":", -1);
        if (parts.length > 2) {
            throw refused(domainName, "too many colons");
        }
        if (parts[0].isEmpty()) {
            throw refused(domainName, "no host");
        }
        if (parts.length == 2 && parts[1].isEmpty()) {
            throw refused(domainName, "no port after the colon");
        }
        return new RegistryRule(parts[0], parts.length == 2 ? parts[1] : insecure ? "80" : "443");
    }

    private static ImagePolicyException refused(String domainName, String why) {
        return new ImagePolicyException(
                "", "failed to parse allowed registry \"" + domainName + "\": " + why);
    }

    boolean matchesHost(String other) {
        return Wildcards.matches(host.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
    }

    /// @param other the port, or empty when both usual ones are tried
    boolean matchesPort(String other) {
        return other.isEmpty()
                ? port.equals("80") || port.equals("443") || port.equals("*")
                : Wildcards.matches(port, other);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
