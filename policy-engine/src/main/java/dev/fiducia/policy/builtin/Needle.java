package dev.fiducia.policy.builtin;

/// A text to look for in others, in time linear in both however they repeat themselves.
final class Needle {
    private static final int SHORT = 32;

    private final String text;

    /// For each prefix the length of its longest border; empty for short needles.
    private final int[] borders;

    Needle(String text) {
        this.text = text;
        this.borders = text.length() <= SHORT ? new int[0] : borders(text);
    }

    private static int[] borders(String text) {
        var borders = new int[text.length()];
        for (int i = 1, matched = 0; i < borders.length; i++) {
            while (matched > 0 && text.charAt(i) != text.charAt(matched)) {
                matched = borders[matched - 1];
            }
            if (text.charAt(i) == text.charAt(matched)) {
                matched++;
            }
            borders[i] = matched;
        }
        return borders;
    }

    int length() {
        return text.length();
    }

    /// Where it is found first at or after a place, or -1.
    int in(String haystack, int from) {
        if (borders.length == 0) {
            return haystack.indexOf(text, from);
        }
        int matched = 0;
        for (int i = from; i < haystack.length(); i++) {
            while (matched > 0 && haystack.charAt(i) != text.charAt(matched)) {
                matched = borders[matched - 1];
            }
            if (haystack.charAt(i) == text.charAt(matched)) {
                matched++;
            }
            if (matched == text.length()) {
                return i + 1 - matched;
            }
        }
        return -1;
    }

    /// How often it occurs without overlap; an empty one between all code points and at both ends.
    long countIn(String haystack) {
        if (text.isEmpty()) {
            return haystack.codePointCount(0, haystack.length()) + 1L;
        }
        long count = 0;
        for (int at = in(haystack, 0); at >= 0; at = in(haystack, at + length())) {
            count++;
        }
        return count;
    }
}
