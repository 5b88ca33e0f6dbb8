package dev.fiducia.kbs.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request's path in its one canonical form: percent-decoded once, before it is split (so `%2F`
/// separates, as in Trustee), empty segments collapsed (a guest tool sends `resource//a/b/c`).
///
/// Not canonical, and refused: malformed escapes, bytes that are not UTF-8, control characters,
/// backslashes, and `.` or `..` as a segment. A segment may hold a percent sign (from `%25`):
/// nothing decodes it again.
public final class RequestPath {
    private final List<String> segments;
    private final boolean trailingSlash;

    private RequestPath(List<String> segments, boolean trailingSlash) {
        this.segments = List.copyOf(segments);
        this.trailingSlash = trailingSlash;
    }

    /// Reads the path component of a request target; empty when it isn't canonical.
    public static Optional<RequestPath> parse(String raw) {
        if (!raw.startsWith("/")) {
            return Optional.empty();
        }
        return decode(raw, false).flatMap(RequestPath::split);
    }

    private static Optional<RequestPath> split(String decoded) {
        List<String> segments = new ArrayList<>();
        for (String segment : decoded.split("/", -1)) {
            if (segment.equals(".")
                    || segment.equals("..")
                    || !segment.chars().allMatch(RequestPath::plain)) {
                return Optional.empty();
            }
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return Optional.of(new RequestPath(segments, decoded.endsWith("/")));
    }

    private static boolean plain(int c) {
        return c >= 0x20 && c != 0x7f && c != '\\' && !(c >= 0x80 && c < 0xa0);
    }

    /// Decodes percent escapes once; with `form`, `+` is a space. Empty when an escape is malformed
    /// or the bytes are not UTF-8.
    static Optional<String> decode(String text, boolean form) {
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(source.length);
        for (int i = 0; i < source.length; i++) {
            if (source[i] == '%') {
                int high = i + 2 < source.length ? Character.digit(source[i + 1], 16) : -1;
                int low = i + 2 < source.length ? Character.digit(source[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                decoded.put((byte) (high << 4 | low));
                i += 2;
            } else {
                decoded.put(form && source[i] == '+' ? (byte) ' ' : source[i]);
            }
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /// The segments, none of them empty.
    public List<String> segments() {
        return segments;
    }

    /// Whether the path ended with a slash, which some grammars refuse.
    public boolean trailingSlash() {
        return trailingSlash;
    }

    /// The canonical text: segments joined by single slashes, decoded, without query.
    @Override
    public String toString() {
        return "/" + String.join("/", segments);
    }
}
