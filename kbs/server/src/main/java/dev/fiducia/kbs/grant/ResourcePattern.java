package dev.fiducia.kbs.grant;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which resources a grant is about: `<repository>/<type>/<tag>` as in a resource's path, where a
/// `*` as a whole segment or at the end of one stands for any characters of that segment. A star
/// never reaches over a slash.
record ResourcePattern(List<String> segments) {
    private static final int MAX_LENGTH = 1000;
    private static final Pattern SEGMENT = Pattern.compile("\\*|[A-Za-z0-9_-][A-Za-z0-9_.-]*\\*?");

    ResourcePattern {
        segments = List.copyOf(segments);
        if (segments.size() != 3
                || !segments.stream().allMatch(each -> SEGMENT.matcher(each).matches())) {
            throw new IllegalArgumentException("not a pattern of resources");
        }
    }

    static Optional<ResourcePattern> parse(String text) {
        List<String> segments = List.of(text.split("/", -1));
        boolean wellFormed =
                text.length() <= MAX_LENGTH
                        && segments.size() == 3
                        && segments.stream().allMatch(each -> SEGMENT.matcher(each).matches());
        return wellFormed ? Optional.of(new ResourcePattern(segments)) : Optional.empty();
    }

    /// The repository that all covered resources are in; empty when there can be several.
    Optional<String> repository() {
        return segments.getFirst().endsWith("*")
                ? Optional.empty()
                : Optional.of(segments.getFirst());
    }

    boolean covers(List<String> path) {
        if (path.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (!covers(segments.get(i), path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean covers(String pattern, String segment) {
        return pattern.endsWith("*")
                ? segment.startsWith(pattern.substring(0, pattern.length() - 1))
                : segment.equals(pattern);
    }

    @Override
    public String toString() {
        return String.join("/", segments);
    }
}
