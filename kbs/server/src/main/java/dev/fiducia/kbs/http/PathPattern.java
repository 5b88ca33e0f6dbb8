package dev.fiducia.kbs.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A route's path: literal segments, `{name}` for exactly one segment, `{name}:verb` for one that
/// ends so (and has more), and a last `*` for any number of further segments, none included.
/// `/api/v1/initdata/{digest}`, `/api/v1/initdata/{digest}:revoke`, `/kbs/v0/reference-value/*`.
public final class PathPattern {
    private final String text;
    private final List<String> segments;
    private final boolean open;

    private PathPattern(String text, List<String> segments, boolean open) {
        this.text = text;
        this.segments = segments;
        this.open = open;
    }

    /// Reads a pattern written in the code; a malformed one is a bug.
    public static PathPattern of(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a pattern starts with a slash: " + text);
        }
        List<String> segments = new ArrayList<>(List.of(text.substring(1).split("/", -1)));
        boolean open = segments.getLast().equals("*");
        if (open) {
            segments.removeLast();
        }
        if (segments.contains("*") || segments.contains("")) {
            throw new IllegalArgumentException("empty segment or inner star in " + text);
        }
        if (segments.stream().anyMatch(each -> each.startsWith("{") && !each.contains("}"))) {
            throw new IllegalArgumentException("a name without end in " + text);
        }
        return new PathPattern(text, List.copyOf(segments), open);
    }

    /// The values of the pattern's names when the path fits it.
    Optional<Match> match(RequestPath path) {
        List<String> actual = path.segments();
        if (open ? actual.size() < segments.size() : actual.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String expected = segments.get(i);
            if (expected.startsWith("{")) {
                int close = expected.indexOf('}');
                String suffix = expected.substring(close + 1);
                String found = actual.get(i);
                if (!found.endsWith(suffix) || found.length() == suffix.length()) {
                    return Optional.empty();
                }
                values.put(
                        expected.substring(1, close),
                        found.substring(0, found.length() - suffix.length()));
            } else if (!expected.equals(actual.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(
                new Match(Map.copyOf(values), actual.subList(segments.size(), actual.size())));
    }

    @Override
    public String toString() {
        return text;
    }

    /// The values of the names, and the segments that a last `*` stands for.
    record Match(Map<String, String> values, List<String> rest) {}
}
