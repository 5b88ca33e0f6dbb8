package dev.fiducia.policy.syntax;

/// A piece of text; the two flags keep what the grammar needs to know of white space.
///
/// @param text the name, symbol, number as written, or the string's value
/// @param spaceBefore white space or a comment stands before it
/// @param newlineBefore a line break stands before it
record Token(
        Kind kind, String text, int line, int column, boolean spaceBefore, boolean newlineBefore) {

    enum Kind {
        NAME,
        NUMBER,
        STRING,
        SYMBOL,
        TEMPLATE_START,
        TEMPLATE_TEXT,
        TEMPLATE_END,
        END
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    Token withNewline(boolean newline, boolean space) {
        return new Token(kind, text, line, column, space, newline);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    /// How the token is called in an error message.
    String described() {
        return switch (kind) {
            case END -> "end of text";
            case STRING -> "string";
            case TEMPLATE_START, TEMPLATE_TEXT, TEMPLATE_END -> "template string";
            case NAME, NUMBER, SYMBOL -> "'" + text + "'";
        };
    }
}
