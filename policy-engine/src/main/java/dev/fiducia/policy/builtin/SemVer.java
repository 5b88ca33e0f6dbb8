package dev.fiducia.policy.builtin;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A semantic version as OPA reads it: more loosely than the standard, with a `v` before it and
/// zeros before numbers. Precedence ignores build metadata; numbers beyond a long count as the
/// largest.
record SemVer(List<Long> core, String preRelease) implements Comparable<SemVer> {
    private static final Pattern IDENTIFIERS =
            Pattern.compile("(?:[0-9A-Za-z-]++(?:\\.[0-9A-Za-z-]++)*+)?");
    private static final Pattern CORE = Pattern.compile("([0-9]++)\\.([0-9]++)\\.([0-9]++)");

    static Optional<SemVer> parse(String text) {
        var version = cut(text.startsWith("v") ? text.substring(1) : text, '+');
        var metadata = version.after();
        version = cut(version.before(), '-');
        var matcher = CORE.matcher(version.before());
        if (!IDENTIFIERS.matcher(metadata).matches()
                || !IDENTIFIERS.matcher(version.after()).matches()
                || !matcher.matches()) {
            return Optional.empty();
        }
        try {
            var core =
                    List.of(
                            Long.parseLong(matcher.group(1)),
                            Long.parseLong(matcher.group(2)),
                            Long.parseLong(matcher.group(3)));
            return Optional.of(new SemVer(core, version.after()));
        } catch (NumberFormatException _) {
            return Optional.empty(); // beyond a long
        }
    }

    private record Cut(String before, String after) {}

    private static Cut cut(String text, char at) {
        int place = text.indexOf(at);
        return place < 0
                ? new Cut(text, "")
                : new Cut(text.substring(0, place), text.substring(place + 1));
    }

    @Override
    public int compareTo(SemVer other) {
        for (int i = 0; i < 3; i++) {
            int order = core.get(i).compareTo(other.core.get(i));
            if (order != 0) {
                return order;
            }
        }
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
        }
        var mine = preRelease.split("\\.", -1);
        var theirs = other.preRelease.split("\\.", -1);
        int shared = Math.min(mine.length, theirs.length);
        for (int i = 0; i < shared; i++) {
            int order = compareIdentifiers(mine[i], theirs[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(mine.length, theirs.length);
    }

    private static int compareIdentifiers(String a, String b) {
        boolean numberA = a.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean numberB = b.chars().allMatch(c -> c >= '0' && c <= '9');
        if (numberA && numberB) {
            return Long.compare(clamped(a), clamped(b));
        }
        return numberA != numberB ? (numberA ? -1 : 1) : a.compareTo(b);
    }

    private static long clamped(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }
}
