package dev.fiducia.policy.text;

import java.util.Locale;

/// A URL as Go's `net/url` takes it apart. Texts are bytes, one a character (ISO 8859-1 over
/// UTF-8), because percent escapes may stand for any byte.
///
/// @param host with brackets and port
/// @param path decoded
/// @param rawPath as written where that is not the usual encoding of the path, else empty
public record GoUrl(
        String scheme, String host, String path, String rawPath, String rawQuery, String fragment) {

    /// Reads a URL or a relative reference; the failure is in Go's words.
    public static GoUrl parse(String text) throws UrlRefused {
        try {
            return parsed(text);
        } catch (UrlRefused e) {
            throw new UrlRefused("parse " + UrlRefused.quoted(text) + ": " + e.getMessage());
        }
    }

    private static GoUrl parsed(String text) throws UrlRefused {
        int hash = text.indexOf('#');
        String fragment = hash < 0 ? "" : text.substring(hash + 1);
        String url = hash < 0 ? text : text.substring(0, hash);
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) < ' ' || url.charAt(i) == 0x7F) {
                throw new UrlRefused("net/url: invalid control character in URL");
            }
        }
        int colon = schemeEnd(url);
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = url.substring(colon + 1);
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        rest = question < 0 ? rest : rest.substring(0, question);
        String host = "";
        if (!rest.startsWith("/") && !url.equals("*")) {
            if (!scheme.isEmpty()) {
                return new GoUrl(scheme, "", "", "", query, decodedFragment(fragment));
            }
            int slash = rest.indexOf('/');
            if ((slash < 0 ? rest : rest.substring(0, slash)).indexOf(':') >= 0) {
                throw new UrlRefused("first path segment in URL cannot contain colon");
            }
        } else if ((!scheme.isEmpty() || !rest.startsWith("///")) && rest.startsWith("//")) {
            int slash = rest.indexOf('/', 2);
            host = authority(slash < 0 ? rest.substring(2) : rest.substring(2, slash));
            rest = slash < 0 ? "" : rest.substring(slash);
        }
        String path = UrlEscapes.decode(rest, UrlEscapes.Part.PATH);
        boolean usual = UrlEscapes.encode(path, UrlEscapes.Part.PATH).equals(rest);
        return new GoUrl(scheme, host, path, usual ? "" : rest, query, decodedFragment(fragment));
    }

    private static String decodedFragment(String fragment) throws UrlRefused {
        return UrlEscapes.decode(fragment, UrlEscapes.Part.FRAGMENT);
    }

    /// The place of the colon after a scheme, or -1.
    private static int schemeEnd(String text) throws UrlRefused {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (c == ':') {
                if (i == 0) {
                    throw new UrlRefused("missing protocol scheme");
                }
                return i;
            }
            boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!letter && !(later && i > 0)) {
                return -1;
            }
        }
        return -1;
    }

    private static String authority(String text) throws UrlRefused {
        int at = text.lastIndexOf('@');
        String user = at < 0 ? "" : text.substring(0, at);
        String host = host(text.substring(at + 1));
        for (int i = 0; i < user.length(); i++) {
            char c = user.charAt(i);
            if (!UrlEscapes.alphanumeric(c) && "-._:~!$&'()*+,;=%@".indexOf(c) < 0) {
                throw new UrlRefused("net/url: invalid userinfo");
            }
        }
        UrlEscapes.decode(user, UrlEscapes.Part.USER);
        return host;
    }

    private static String host(String text) throws UrlRefused {
        int open = text.lastIndexOf('[');
        if (open >= 0) {
            return literal(text, open);
        }
        // The first colon counts: a bare IPv6 address is no host.
        int colon = text.indexOf(':');
        if (colon >= 0) {
            checkPort(text.substring(colon));
        }
        return UrlEscapes.decode(text, UrlEscapes.Part.HOST);
    }

    private static String literal(String text, int open) throws UrlRefused {
        int close = text.lastIndexOf(']');
        if (close < 0) {
            throw new UrlRefused("missing ']' in host");
        }
        if (open > 0 || close < open) {
            throw new UrlRefused("invalid IP-literal");
        }
        String port = text.substring(close + 1);
        checkPort(port);
        String name = text.substring(1, close);
        int zone = name.indexOf("%25");
        String address =
                UrlEscapes.decode(zone < 0 ? name : name.substring(0, zone), UrlEscapes.Part.HOST);
        String zoned =
                zone < 0 ? "" : UrlEscapes.decode(name.substring(zone), UrlEscapes.Part.ZONE);
        if (!IpText.isV6(address) || zoned.equals("%")) {
            throw new UrlRefused(
                    "invalid host: ParseAddr("
                            + UrlRefused.quoted(address + zoned)
                            + "): unable to parse IP");
        }
        return "[" + address + zoned + "]" + port;
    }

    private static void checkPort(String text) throws UrlRefused {
        if (!isPort(text)) {
            throw new UrlRefused("invalid port " + UrlRefused.quoted(text) + " after host");
        }
    }

    private static boolean isPort(String text) {
        if (text.isEmpty()) {
            return true;
        }
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.charAt(0) == ':';
    }

    /// The host without brackets and port.
    public String hostname() {
        int colon = portColon();
        String name = colon < 0 ? host : host.substring(0, colon);
        return name.startsWith("[") && name.endsWith("]")
                ? name.substring(1, name.length() - 1)
                : name;
    }

    /// The digits after the host, or nothing.
    public String port() {
        int colon = portColon();
        return colon < 0 ? "" : host.substring(colon + 1);
    }

    private int portColon() {
        int colon = host.lastIndexOf(':');
        return colon >= 0 && isPort(host.substring(colon)) ? colon : -1;
    }

    /// The path as it was written.
    public String writtenPath() {
        return rawPath.isEmpty() ? path : rawPath;
    }

    /// Whether it can be read, and with a scheme if one is asked for.
    public static boolean isValid(String text, boolean withScheme) {
        try {
            return !parse(text).scheme().isEmpty() || !withScheme;
        } catch (UrlRefused _) {
            return false;
        }
    }
}
