package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;

import java.util.ArrayList;
import java.util.List;

/// Cuts one expression out of a module's text.
final class SourceText {
    private static final int MAX_LENGTH = 240;
    private static final String OPEN = "([{";
    private static final String CLOSE = ")]}";

    /// An expression goes on in the next line after one of these.
    private static final String GOES_ON = "=<>+-*/%&|,:";

    private final String text;
    private final List<Integer> lines = new ArrayList<>(List.of(0));

    SourceText(String text) {
        this.text = text;
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            lines.add(i + 1);
        }
    }

    /// The expression that starts there, on one line; empty for a place outside of the text.
    String expression(Position at) {
        if (at.line() < 1 || at.line() > lines.size()) {
            return "";
        }
        int line = lines.get(at.line() - 1);
        int left = text.codePointCount(line, text.length());
        if (at.column() < 1 || at.column() > left) {
            return "";
        }
        int start = text.offsetByCodePoints(line, at.column() - 1);
        String cut = text.substring(start, end(start)).strip().replaceAll("\\s+", " ");
        return cut.length() <= MAX_LENGTH ? cut : cut.substring(0, MAX_LENGTH) + "…";
    }

    private int end(int start) {
        int depth = 0;
        char last = ' ';
        int i = start;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"' || c == '`') {
                i = afterString(i, c);
                last = c;
                continue;
            }
            boolean ends =
                    depth == 0
                            && (c == ';'
                                    || CLOSE.indexOf(c) >= 0
                                    || (c == '\n' && GOES_ON.indexOf(last) < 0));
            if (ends || c == '#') {
                return i;
            }
            depth += OPEN.indexOf(c) >= 0 ? 1 : CLOSE.indexOf(c) >= 0 ? -1 : 0;
            last = Character.isWhitespace(c) ? last : c;
            i++;
        }
        return i;
    }

    private int afterString(int start, char quote) {
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote == '"') {
                i++;
            } else if (c == quote) {
                return i + 1;
            }
        }
        return text.length();
    }
}
