package dev.fiducia.policy.builtin;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;

/// An IP address; one mapped into IPv6 (`::ffff:1.2.3.4`) has the value of the IPv4 address.
record IpAddress(BigInteger value, boolean v4, boolean mapped) {
    static final BigInteger MAPPED = BigInteger.valueOf(0xFFFF).shiftLeft(32);

    int bits() {
        return v4 ? 32 : 128;
    }

    /// The bits that a prefix in the notation it was written with may have.
    int writtenBits() {
        return v4 && !mapped ? 32 : 128;
    }

    /// Null for a text that is no address.
    static @Nullable IpAddress parse(String text) {
        if (text.length() > 45) {
            return null;
        }
        if (text.indexOf(':') < 0) {
            var value = v4(text);
            return value == null ? null : new IpAddress(value, true, false);
        }
        var value = v6(text);
        if (value == null) {
            return null;
        }
        return value.shiftRight(32).equals(BigInteger.valueOf(0xFFFF))
                ? new IpAddress(value.subtract(MAPPED), true, true)
                : new IpAddress(value, false, false);
    }

    private static @Nullable BigInteger v4(String text) {
        var parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        long value = 0;
        for (var part : parts) {
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                return null;
            }
            value = value << 8 | Integer.parseInt(part);
        }
        return BigInteger.valueOf(value);
    }

    private static @Nullable BigInteger v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            var groups = groups(text, 8);
            return groups == null || groups.length != 8 ? null : value(groups, new int[0]);
        }
        var head = groups(text.substring(0, gap), 7);
        var tail = groups(text.substring(gap + 2), 7);
        if (head == null || tail == null || head.length + tail.length > 7) {
            return null;
        }
        return value(head, tail);
    }

    private static BigInteger value(int[] head, int[] tail) {
        var groups = new int[8];
        System.arraycopy(head, 0, groups, 0, head.length);
        System.arraycopy(tail, 0, groups, 8 - tail.length, tail.length);
        var value = BigInteger.ZERO;
        for (int group : groups) {
            value = value.shiftLeft(16).or(BigInteger.valueOf(group));
        }
        return value;
    }

    /// Groups of hex digits; the last may be a dotted IPv4 address. Null where malformed.
    private static int @Nullable [] groups(String text, int most) {
        if (text.isEmpty()) {
            return new int[0];
        }
        var parts = text.split(":", -1);
        var last = parts[parts.length - 1];
        var dotted = last.indexOf('.') < 0 ? null : v4(last);
        if (last.indexOf('.') >= 0 && dotted == null) {
            return null;
        }
        int count = parts.length + (dotted == null ? 0 : 1);
        if (count > most) {
            return null;
        }
        var groups = new int[count];
        for (int i = 0; i < parts.length - (dotted == null ? 0 : 1); i++) {
            if (!parts[i].matches("[0-9a-fA-F]{1,4}")) {
                return null;
            }
            groups[i] = Integer.parseInt(parts[i], 16);
        }
        if (dotted != null) {
            groups[count - 2] = dotted.intValue() >>> 16;
            groups[count - 1] = dotted.intValue() & 0xFFFF;
        }
        return groups;
    }

    /// The canonical text (RFC 5952).
    static String text(BigInteger value, boolean v4) {
        if (v4) {
            int bits = value.intValue();
            return (bits >>> 24)
                    + "."
                    + (bits >>> 16 & 255)
                    + "."
                    + (bits >>> 8 & 255)
                    + "."
                    + (bits & 255);
        }
        var groups = new int[8];
        int bestStart = -1;
        int bestLength = 1;
        int run = 0;
        for (int i = 0; i < 8; i++) {
            groups[i] = value.shiftRight(16 * (7 - i)).intValue() & 0xFFFF;
            run = groups[i] == 0 ? run + 1 : 0;
            if (run > bestLength) {
                bestLength = run;
                bestStart = i - run + 1;
            }
        }
        var out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == bestStart) {
                out.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
                out.append(':');
            }
            out.append(Integer.toHexString(groups[i]));
        }
        return out.toString();
    }
}
