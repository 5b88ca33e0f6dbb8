package dev.fiducia.policy.crypto;

import dev.fiducia.policy.text.IpText;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;

/// Whether a certificate is for a host: by its alternative names only, with `*` for the whole first
/// label.
final class HostNames {
    private HostNames() {}

    static boolean match(SubjectNames names, String host) {
        String address =
                host.length() >= 3 && host.startsWith("[") && host.endsWith("]")
                        ? host.substring(1, host.length() - 1)
                        : host;
        if (IpText.isV4(address) || IpText.isV6(address)) {
            return names.addresses().stream().anyMatch(known -> isAddress(known, address));
        }
        String wanted = host.toLowerCase(Locale.ROOT);
        return names.dns().stream()
                .anyMatch(pattern -> matches(pattern.toLowerCase(Locale.ROOT), wanted));
    }

    private static boolean isAddress(byte[] known, String literal) {
        try {
            // A literal is never looked up.
            return Arrays.equals(known, InetAddress.ofLiteral(literal).getAddress());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean matches(String pattern, String host) {
        String wanted = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (pattern.isEmpty() || wanted.isEmpty()) {
            return false;
        }
        String[] labels = pattern.split("\\.", -1);
        String[] parts = wanted.split("\\.", -1);
        if (labels.length != parts.length) {
            return false;
        }
        for (int i = 0; i < labels.length; i++) {
            boolean any = i == 0 && labels[i].equals("*");
            if (parts[i].isEmpty() || (!any && !labels[i].equals(parts[i]))) {
                return false;
            }
        }
        return true;
    }
}
