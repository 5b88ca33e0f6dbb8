package dev.fiducia.policy.syntax;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The operators and marks of the language.
final class Symbols {
    private static final String[] ALL = {
        ":=", "==", "!=", "<=", ">=", "{", "}", "[", "]", "(", ")", ",", ";", ":", ".", "=", "<",
        ">", "+", "-", "*", "/", "%", "&", "|"
    };

    private static final String[] NONE = {};

    /// By their first character, the longer ones first.
    private static final String[][] BY_FIRST = new String[128][];

    static {
        for (int c = 0; c < BY_FIRST.length; c++) {
            String first = String.valueOf((char) c);
            BY_FIRST[c] =
                    Arrays.stream(ALL).filter(s -> s.startsWith(first)).toArray(String[]::new);
        }
    }

    private Symbols() {}

    /// The longest symbol that the text has at a place, or null.
    static @Nullable String at(String text, int at) {
        char first = text.charAt(at);
        for (String symbol : first < BY_FIRST.length ? BY_FIRST[first] : NONE) {
            if (text.startsWith(symbol, at)) {
                return symbol;
            }
        }
        return null;
    }
}
