package dev.fiducia.kbs.resource;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a secret: `<repository>/<type>/<tag>`, three segments of ASCII letters, digits, `_`,
/// `-`, and, but for the first character, `.`.
public record ResourcePath(String repository, String type, String tag) {
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*");

    /// What the record store takes as a key.
    private static final int MAX_LENGTH = 1000;

    public ResourcePath {
        if (!wellFormed(List.of(repository, type, tag))) {
            throw new IllegalArgumentException("not a resource path");
        }
    }

    /// The path of exactly three well-formed segments.
    public static Optional<ResourcePath> of(List<String> segments) {
        return wellFormed(segments)
                ? Optional.of(new ResourcePath(segments.get(0), segments.get(1), segments.get(2)))
                : Optional.empty();
    }

    /// The path of a text such as a configuration or a command line holds.
    public static Optional<ResourcePath> parse(String text) {
        return of(List.of(text.split("/", -1)));
    }

    private static boolean wellFormed(List<String> segments) {
        return segments.size() == 3
                && segments.stream().mapToInt(String::length).sum() + 2 <= MAX_LENGTH
                && segments.stream().allMatch(segment -> SEGMENT.matcher(segment).matches());
    }

    @Override
    public String toString() {
        return repository + "/" + type + "/" + tag;
    }
}
