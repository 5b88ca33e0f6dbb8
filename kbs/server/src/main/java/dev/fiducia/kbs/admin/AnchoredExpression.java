package dev.fiducia.kbs.admin;

import java.util.Optional;

/// Whether a regular expression says what it seems to say about paths: `^/kbs…$` or `^/api…$`,
/// where both anchors hold for all of it.
///
/// Trustee looks at the first and last characters alone, so that `^/kbs/a$|.*$` allows everything.
/// Here an alternative outside a group is refused, and so is anything that lets the first segment
/// vary (`^/kbs?.*$`).
final class AnchoredExpression {
    private static final String LITERAL_END = "\\E";

    private AnchoredExpression() {}

    /// What is wrong with an expression; empty if nothing.
    static Optional<String> weakness(String expression) {
        boolean ours = expression.startsWith("^/api") || expression.startsWith("^/kbs");
        if (!ours) {
            return Optional.of("it has to begin with ^/kbs or ^/api");
        }
        if (expression.length() > 5 && "?*+{".indexOf(expression.charAt(5)) >= 0) {
            return Optional.of("its first segment must not be repeated or optional");
        }
        if (!expression.endsWith("$") || escaped(expression, expression.length() - 1)) {
            return Optional.of("it has to end with $");
        }
        return hasOuterAlternative(expression)
                ? Optional.of(
                        "an alternative outside a group is not covered by the anchors; write"
                                + " ^/kbs/v0/(a|b)$")
                : Optional.empty();
    }

    private static boolean escaped(String expression, int index) {
        int slashes = 0;
        for (int i = index - 1; i >= 0 && expression.charAt(i) == '\\'; i--) {
            slashes++;
        }
        return slashes % 2 == 1;
    }

    private static boolean hasOuterAlternative(String expression) {
        int depth = 0;
        for (int i = 0; i < expression.length(); i++) {
            switch (expression.charAt(i)) {
                case '\\' -> i = afterEscape(expression, i);
                case '[' -> i = afterClass(expression, i);
                case '(' -> depth++;
                case ')' -> depth--;
                case '|' -> {
                    if (depth == 0) {
                        return true;
                    }
                }
                default -> {
                    // A character that stands for itself or qualifies another.
                }
            }
        }
        return false;
    }

    /// The last index of an escape that begins at `start`; `\Q…\E` counts as one.
    private static int afterEscape(String expression, int start) {
        if (expression.startsWith("\\Q", start)) {
            int end = expression.indexOf(LITERAL_END, start + 2);
            return end < 0 ? expression.length() : end + 1;
        }
        return start + 1;
    }

    /// The last index of a character class that begins at `start`. A `]` right behind the opening
    /// stands for itself.
    private static int afterClass(String expression, int start) {
        int i = start + 1;
        if (i < expression.length() && expression.charAt(i) == '^') {
            i++;
        }
        if (i < expression.length() && expression.charAt(i) == ']') {
            i++;
        }
        for (; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\') {
                i++;
            } else if (expression.startsWith("[:", i)) {
                int end = expression.indexOf(":]", i + 2);
                i = end < 0 ? i : end + 1;
            } else if (c == ']') {
                return i;
            }
        }
        return i;
    }
}
