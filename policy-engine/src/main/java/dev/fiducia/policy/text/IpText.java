package dev.fiducia.policy.text;

/// The text forms of IP addresses, as Go's `netip` and `net.ParseIP` take them.
public final class IpText {
    private static final int GROUPS = 8;

    private IpText() {}

    /// Four decimal numbers without leading zeros.
    public static boolean isV4(String text) {
        int dots = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) != '.') {
                continue;
            }
            if (!isOctet(text, start, i)) {
                return false;
            }
            dots += i < text.length() ? 1 : 0;
            start = i + 1;
        }
        return dots == 3;
    }

    private static boolean isOctet(String text, int from, int to) {
        if (to - from < 1 || to - from > 3 || (to - from > 1 && text.charAt(from) == '0')) {
            return false;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            value = value * 10 + c - '0';
        }
        return value <= 255;
    }

    /// Eight groups of up to four hex digits, one run of which may be `::`; the last two may be an
    /// IPv4 address. No zone.
    public static boolean isV6(String text) {
        int groups = 0;
        int at = 0;
        boolean gap = false;
        if (text.startsWith("::")) {
            gap = true;
            at = 2;
        }
        while (at < text.length()) {
            int end = at;
            while (end < text.length()
                    && Character.digit(text.charAt(end), 16) >= 0
                    && text.charAt(end) < 0x80) {
                end++;
            }
            if (end < text.length() && text.charAt(end) == '.') {
                groups += 2;
                return isV4(text.substring(at)) && (gap ? groups < GROUPS : groups == GROUPS);
            }
            if (end == at || end - at > 4) {
                return false;
            }
            groups++;
            if (end == text.length()) {
                return gap ? groups < GROUPS : groups == GROUPS;
            }
            if (text.charAt(end) != ':') {
                return false;
            }
            at = end + 1;
            if (at < text.length() && text.charAt(at) == ':') {
                if (gap) {
                    return false;
                }
                gap = true;
                at++;
            } else if (at == text.length()) {
                return false;
            }
        }
        return gap && groups < GROUPS;
    }
}
