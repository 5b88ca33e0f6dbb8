package dev.fiducia.policy.image;

import dev.fiducia.policy.image.ImageReferenceException.Kind;

import org.jspecify.annotations.Nullable;

/// Reads one reference from left to right; every refusal names its place.
final class ReferenceReader {
    /// More than the longest name, tag and digest together.
    private static final int MAX_TEXT = 1024;

    private static final int ID_LENGTH = 64;

    private final String text;

    ReferenceReader(String text) {
        this.text = text;
    }

    ImageReference read() throws ImageReferenceException {
        if (text.isEmpty()) {
            throw refused(Kind.EMPTY, 0, "an image reference is not empty");
        }
        if (text.length() > MAX_TEXT) {
            throw refused(Kind.TOO_LONG, MAX_TEXT, "longer than " + MAX_TEXT + " characters");
        }
        int at = text.indexOf('@');
        int end = at < 0 ? text.length() : at;
        int colon = text.indexOf(':', text.lastIndexOf('/', end - 1) + 1);
        int nameEnd = colon >= 0 && colon < end ? colon : end;
        int slash = text.indexOf('/');
        boolean hosted = slash >= 0 && slash < nameEnd && looksLikeHost(text.substring(0, slash));
        RegistryHost registry = hosted ? host(slash) : null;
        String path = path(hosted ? slash + 1 : 0, nameEnd);
        String tag = nameEnd < end ? tag(nameEnd + 1, end) : null;
        ImageDigest digest = at < 0 ? null : ImageDigest.parse(text, at + 1);
        var reference = new ImageReference(registry, path, tag, digest);
        requireNameLength(reference, registry);
        return reference;
    }

    private void requireNameLength(ImageReference reference, @Nullable RegistryHost registry)
            throws ImageReferenceException {
        if (reference.normalized().name().length() > ImageReference.MAX_NAME) {
            throw refused(
                    Kind.NAME_TOO_LONG,
                    0,
                    "a name has at most " + ImageReference.MAX_NAME + " characters");
        }
        if (registry == null && isId(reference.path())) {
            throw refused(Kind.NAME_IS_AN_ID, 0, "64 hexadecimal digits are an id, not a name");
        }
    }

    private static boolean isId(String path) {
        return path.length() == ID_LENGTH
                && path.chars().allMatch(c -> "0123456789abcdef".indexOf(c) >= 0);
    }

    private static boolean looksLikeHost(String component) {
        return component.indexOf('.') >= 0
                || component.indexOf(':') >= 0
                || component.equals("localhost")
                || component.chars().anyMatch(c -> Characters.isUpper((char) c));
    }

    private RegistryHost host(int end) throws ImageReferenceException {
        int hostEnd;
        if (text.charAt(0) == '[') {
            hostEnd = text.indexOf(']') + 1;
            if (hostEnd == 0 || hostEnd > end || hostEnd < 3) {
                throw refused(Kind.INVALID_HOST, 0, "an IPv6 address ends with ]");
            }
            for (int i = 1; i < hostEnd - 1; i++) {
                if ("0123456789abcdefABCDEF:".indexOf(text.charAt(i)) < 0) {
                    throw refused(Kind.INVALID_HOST, i, "not part of an IPv6 address");
                }
            }
        } else {
            int colon = text.indexOf(':');
            hostEnd = colon < 0 || colon > end ? end : colon;
            labels(hostEnd);
        }
        if (hostEnd == end) {
            return new RegistryHost(text.substring(0, end), null);
        }
        if (text.charAt(hostEnd) != ':' || hostEnd + 1 == end) {
            throw refused(Kind.INVALID_HOST, hostEnd, "a host is followed by :port or /");
        }
        for (int i = hostEnd + 1; i < end; i++) {
            if (!Characters.isDigit(text.charAt(i))) {
                throw refused(Kind.INVALID_HOST, i, "a port has digits only");
            }
        }
        return new RegistryHost(text.substring(0, hostEnd), text.substring(hostEnd + 1, end));
    }

    /// Letters, digits and inner dashes, joined by dots.
    private void labels(int end) throws ImageReferenceException {
        for (int i = 0; i <= end; i++) {
            boolean edge = i == end || text.charAt(i) == '.';
            if (edge) {
                if (i == 0 || !isAlphanumeric(text.charAt(i - 1))) {
                    throw refused(Kind.INVALID_HOST, i, "a part of a host ends in letter or digit");
                }
                continue;
            }
            char c = text.charAt(i);
            boolean first = i == 0 || text.charAt(i - 1) == '.';
            if (!isAlphanumeric(c) && (first || c != '-')) {
                throw refused(Kind.INVALID_HOST, i, "not a character of a host's name");
            }
        }
    }

    private static boolean isAlphanumeric(char c) {
        return Characters.isLetter(c) || Characters.isDigit(c);
    }

    /// Components of small letters and digits, with `.`, `_`, `__` or dashes between them.
    private String path(int start, int end) throws ImageReferenceException {
        int i = start;
        while (true) {
            int word = i;
            while (i < end && isPathCharacter(text.charAt(i))) {
                i++;
            }
            if (i == word) {
                throw unexpected(i, end);
            }
            if (i == end) {
                return text.substring(start, end);
            }
            int separator = separator(i, end);
            if (separator == 0) {
                throw unexpected(i, end);
            }
            i += separator;
        }
    }

    private static boolean isPathCharacter(char c) {
        return Characters.isLower(c) || Characters.isDigit(c);
    }

    private int separator(int i, int end) {
        char c = text.charAt(i);
        if (c == '-') {
            int last = i;
            while (last < end && text.charAt(last) == '-') {
                last++;
            }
            return last - i;
        }
        if (c == '_' && i + 1 < end && text.charAt(i + 1) == '_') {
            return 2;
        }
        return c == '.' || c == '_' || c == '/' ? 1 : 0;
    }

    private ImageReferenceException unexpected(int i, int end) {
        if (i < end && Characters.isUpper(text.charAt(i))) {
            return refused(Kind.UPPERCASE, i, "a repository's name is in lower case");
        }
        return refused(
                Kind.INVALID_PATH,
                i,
                i < end ? "not expected in a repository's name" : "a repository's name is missing");
    }

    private String tag(int start, int end) throws ImageReferenceException {
        if (start == end) {
            throw refused(Kind.INVALID_TAG, start, "a tag is missing after :");
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            boolean word = isAlphanumeric(c) || c == '_';
            if (!word && (i == start || (c != '.' && c != '-'))) {
                throw refused(Kind.INVALID_TAG, i, "not expected in a tag");
            }
        }
        if (end - start > ImageReference.MAX_TAG) {
            throw refused(
                    Kind.INVALID_TAG,
                    start + ImageReference.MAX_TAG,
                    "a tag has at most " + ImageReference.MAX_TAG + " characters");
        }
        return text.substring(start, end);
    }

    private static ImageReferenceException refused(Kind kind, int offset, String message) {
        return new ImageReferenceException(kind, offset, message);
    }
}
