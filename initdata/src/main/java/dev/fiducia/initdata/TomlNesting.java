package dev.fiducia.initdata;

import org.jspecify.annotations.Nullable;

/// Finds nesting that no document needs, before a parser spends its time on it: brackets inside of
/// brackets, and keys of many parts. Strings and comments are passed over; of what is no TOML at
/// all the parser speaks.
final class TomlNesting {
    private final String text;
    private final int max;
    private int at;
    private int brackets;
    private int dots;

    private TomlNesting(String text, int max) {
        this.text = text;
        this.max = max;
    }

    /// Where the nesting first has more levels; null where it never does.
    static @Nullable Place deeperThan(int max, String text) {
        TomlNesting nesting = new TomlNesting(text, max);
        return nesting.isTooDeep() ? Place.of(text, nesting.at) : null;
    }

    private boolean isTooDeep() {
        for (; at < text.length(); at++) {
            switch (text.charAt(at)) {
                case '#' -> skipComment();
                case '"', '\'' -> skipString();
                case '.' -> dots++;
                case '[', '{' -> {
                    brackets++;
                    dots = 0;
                }
                case ']', '}' -> {
                    // Closing what is not open must not make room for more.
                    brackets = Math.max(0, brackets - 1);
                    dots = 0;
                }
                case '=', ',', '\n' -> dots = 0;
                default -> {
                    // Part of a key or value.
                }
            }
            if (brackets > max || dots > max) {
                return true;
            }
        }
        return false;
    }

    /// To the last character before the line's end.
    private void skipComment() {
        int end = text.indexOf('\n', at);
        at = (end < 0 ? text.length() : end) - 1;
    }

    /// To the last quote of the string that begins here.
    private void skipString() {
        String quote = text.substring(at, at + 1);
        String three = quote.repeat(3);
        if (text.startsWith(three, at)) {
            at += 3;
            skipUntil(three);
            // Up to two more quotes are the end of the text itself.
            for (int more = 0; more < 2 && text.startsWith(quote, at + 1); more++) {
                at++;
            }
        } else {
            at++;
            skipUntil(quote);
        }
    }

    /// To the last character of the end of a string, which may be escaped in strings that know
    /// escapes. A string of one line that is not closed ends with its line, escaped or not.
    private void skipUntil(String end) {
        boolean escapes = end.charAt(0) == '"';
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && escapes && !text.startsWith("\n", at + 1)) {
                at++;
            } else if (text.startsWith(end, at)) {
                at += end.length() - 1;
                return;
            } else if (c == '\n' && end.length() == 1) {
                return;
            }
        }
    }
}
