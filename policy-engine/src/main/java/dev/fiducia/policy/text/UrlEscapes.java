package dev.fiducia.policy.text;

import java.util.HexFormat;

/// Percent escapes in the parts of a URL, by Go's rules for each part.
final class UrlEscapes {
    enum Part {
        PATH,
        HOST,
        ZONE,
        USER,
        FRAGMENT
    }

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private UrlEscapes() {}

    static String decode(String text, Part part) throws UrlRefused {
        boolean host = part == Part.HOST || part == Part.ZONE;
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                char decoded = escape(text, i, part);
                out.append(decoded);
                i += 2;
            } else if (host && c < 0x80 && mustEscape(c, part)) {
                throw new UrlRefused(
                        "invalid character "
                                + UrlRefused.quoted(String.valueOf(c))
                                + " in host name");
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static char escape(String text, int at, Part part) throws UrlRefused {
        String escape = text.substring(at, Math.min(at + 3, text.length()));
        if (escape.length() < 3
                || !HexFormat.isHexDigit(escape.charAt(1))
                || !HexFormat.isHexDigit(escape.charAt(2))) {
            throw new UrlRefused("invalid URL escape " + UrlRefused.quoted(escape));
        }
        char decoded = (char) HexFormat.fromHexDigits(escape, 1, 3);
        // In a host only bytes beyond ASCII may be escaped, and the percent sign of a zone.
        boolean allowed =
                switch (part) {
                    case HOST -> decoded >= 0x80 || escape.equals("%25");
                    case ZONE ->
                            escape.equals("%25")
                                    || decoded == ' '
                                    || !mustEscape(decoded, Part.HOST);
                    case PATH, USER, FRAGMENT -> true;
                };
        if (!allowed) {
            throw new UrlRefused("invalid URL escape " + UrlRefused.quoted(escape));
        }
        return decoded;
    }

    static String encode(String text, Part part) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (mustEscape(c, part)) {
                out.append('%').append(HEX.toHexDigits((byte) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    static boolean alphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean mustEscape(char c, Part part) {
        if (alphanumeric(c) || "-_.~".indexOf(c) >= 0) {
            return false;
        }
        return switch (part) {
            case HOST, ZONE -> "!$&'()*+,;=:[]<>\"".indexOf(c) < 0;
            case PATH -> "$&+,/:;=@".indexOf(c) < 0;
            case USER -> "$&+,;=".indexOf(c) < 0;
            case FRAGMENT -> "$&+,/:;=?@!()*".indexOf(c) < 0;
        };
    }
}
