package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.Limits;
import dev.fiducia.policy.Position;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Splits a policy's text into tokens; comments are kept aside.
final class Lexer {
    private final String path;
    private final String text;
    private final Limits limits;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Comment> comments = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;
    private int wideInLine;
    private boolean space;
    private boolean newline;
    private int depth;

    Lexer(String path, String text, Limits limits) {
        this.path = path;
        this.text = text;
        this.limits = limits;
    }

    List<Token> tokens() throws SyntaxException {
        if (text.length() > limits.maxBytes()) {
            throw error(
                    "rego_limit_error",
                    "text has "
                            + text.length()
                            + " characters, more than the limit of "
                            + limits.maxBytes());
        }
        if (text.startsWith("\uFEFF")) {
            at = 1;
        }
        while (skipSpace()) {
            next();
        }
        add(Token.Kind.END, "", column());
        return tokens;
    }

    /// Moves to the next token; false at the end of the text.
    private boolean skipSpace() throws SyntaxException {
        space = false;
        newline = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                newLine();
            } else if (c == '#') {
                comment();
                space = true;
            } else if (c == ' ' || c == '\t' || c == '\r') {
                at++;
                space = true;
            } else {
                return true;
            }
            if (at - lineStart > limits.maxColumns()) {
                throw error(
                        "rego_limit_error",
                        "line is longer than the limit of " + limits.maxColumns());
            }
        }
        return false;
    }

    private void comment() {
        Position place = new Position(path, line, column());
        int from = at + 1;
        while (at < text.length() && text.charAt(at) != '\n') {
            step();
        }
        int end = text.charAt(at - 1) == '\r' ? at - 1 : at;
        comments.add(new Comment(text.substring(from, end), place));
    }

    /// The comments in their order, once the tokens are read.
    List<Comment> comments() {
        return comments;
    }

    private void newLine() throws SyntaxException {
        at++;
        line++;
        lineStart = at;
        wideInLine = 0;
        space = true;
        newline = true;
        if (line > limits.maxLines()) {
            throw error(
                    "rego_limit_error",
                    "text has more lines than the limit of " + limits.maxLines());
        }
    }

    private void next() throws SyntaxException {
        char c = text.charAt(at);
        int column = column();
        if (isNameStart(c)) {
            int from = at;
            while (at < text.length() && isNamePart(text.charAt(at))) {
                at++;
            }
            add(Token.Kind.NAME, text.substring(from, at), column);
        } else if (isDigit(c)) {
            add(Token.Kind.NUMBER, number(), column);
        } else if (c == '"') {
            add(Token.Kind.STRING, quoted(), column);
        } else if (c == '`') {
            add(Token.Kind.STRING, raw(), column);
        } else if (c == '$' && at + 1 < text.length() && isQuote(text.charAt(at + 1))) {
            template();
        } else {
            symbol(column);
        }
        if (at - lineStart > limits.maxColumns()) {
            throw error(
                    "rego_limit_error", "line is longer than the limit of " + limits.maxColumns());
        }
    }

    private void symbol(int column) throws SyntaxException {
        String symbol = Symbols.at(text, at);
        if (symbol == null) {
            throw error("rego_parse_error", "illegal character " + shown(text.codePointAt(at)));
        }
        at += symbol.length();
        add(Token.Kind.SYMBOL, symbol, column);
    }

    private static String shown(int c) {
        boolean plain = c > 0x20 && c < 0x7f;
        return plain ? "'" + Character.toString(c) + "'" : String.format("U+%04X", c);
    }

    private String number() throws SyntaxException {
        int from = at;
        digits();
        if (text.charAt(from) == '0' && at - from > 1) {
            throw error("rego_parse_error", "expected number without leading zero");
        }
        if (at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1))) {
            at++;
            digits();
        } else if (at < text.length() && text.charAt(at) == '.') {
            throw error("rego_parse_error", "expected digit after the decimal point");
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            if (at >= text.length() || !isDigit(text.charAt(at))) {
                throw error("rego_parse_error", "exponent has no digits");
            }
            digits();
        }
        if (at < text.length() && isNamePart(text.charAt(at))) {
            throw error("rego_parse_error", "illegal number format");
        }
        return text.substring(from, at);
    }

    private void digits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private String quoted() throws SyntaxException {
        int from = ++at;
        while (at < text.length() && isPlain(text.charAt(at))) {
            at++;
        }
        StringBuilder out = new StringBuilder().append(text, from, at);
        while (true) {
            char c = charOrFail("non-terminated string");
            if (c == '"') {
                at++;
                return out.toString();
            }
            quotedChar(c, out);
        }
    }

    /// Whether a character of a quoted string stands for itself and is one column wide.
    private static boolean isPlain(char c) {
        return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
    }

    private void quotedChar(char c, StringBuilder out) throws SyntaxException {
        if (c == '\n') {
            throw error("rego_parse_error", "non-terminated string");
        }
        if (c == '\\') {
            at++;
            escape(out);
        } else if (c < 0x20) {
            throw error("rego_parse_error", "illegal control character " + shown(c) + " in string");
        } else {
            out.append(c);
            step();
        }
    }

    private void escape(StringBuilder out) throws SyntaxException {
        char c = charOrFail("non-terminated string");
        at++;
        switch (c) {
            case '"', '\\', '/', '{' -> {
                if (c == '{' && depth == 0) {
                    throw error("rego_parse_error", "illegal escape sequence '\\{'");
                }
                out.append(c);
            }
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'u' -> out.append((char) hex4());
            default -> throw error("rego_parse_error", "illegal escape sequence '\\" + c + "'");
        }
    }

    private int hex4() throws SyntaxException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            char h = charOrFail("non-terminated string");
            int digit = h < 128 ? Character.digit(h, 16) : -1;
            if (digit < 0) {
                throw error("rego_parse_error", "illegal unicode escape");
            }
            value = value * 16 + digit;
            at++;
        }
        return value;
    }

    private String raw() throws SyntaxException {
        at++;
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = charOrFail("non-terminated raw string");
            if (c == '`') {
                at++;
                return out.toString();
            }
            if (c == '\n') {
                newLine();
                out.append('\n');
            } else {
                // A carriage return stays, as in OPA (Go's own raw strings drop it).
                out.append(c);
                step();
            }
        }
    }

    /// Reads `$"…"` or a raw one; each hole holds ordinary tokens between braces.
    private void template() throws SyntaxException {
        if (++depth > limits.maxDepth()) {
            throw error(
                    "rego_limit_error",
                    "template strings nest deeper than the limit of " + limits.maxDepth());
        }
        boolean isRaw = text.charAt(at + 1) == '`';
        char quote = isRaw ? '`' : '"';
        add(Token.Kind.TEMPLATE_START, "", column());
        at += 2;
        StringBuilder out = new StringBuilder();
        int column = column();
        while (true) {
            char c = charOrFail("non-terminated template string");
            if (c == quote) {
                add(Token.Kind.TEMPLATE_TEXT, out.toString(), column);
                at++;
                add(Token.Kind.TEMPLATE_END, "", column());
                depth--;
                return;
            }
            if (c == '{') {
                add(Token.Kind.TEMPLATE_TEXT, out.toString(), column);
                out.setLength(0);
                hole();
                column = column();
            } else if (!isRaw) {
                quotedChar(c, out);
            } else if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '{') {
                out.append('{');
                at += 2;
            } else if (c == '\n') {
                newLine();
                out.append('\n');
            } else {
                out.append(c);
                step();
            }
        }
    }

    private void hole() throws SyntaxException {
        int open = 0;
        while (skipSpace()) {
            int before = tokens.size();
            next();
            Token last = tokens.get(tokens.size() - 1);
            if (tokens.size() == before + 1) {
                if (last.isSymbol("{")) {
                    open++;
                } else if (last.isSymbol("}") && --open == 0) {
                    return;
                }
            }
        }
        throw error("rego_parse_error", "non-terminated template string");
    }

    private char charOrFail(String message) throws SyntaxException {
        if (at >= text.length()) {
            throw error("rego_parse_error", message);
        }
        return text.charAt(at);
    }

    /// Passes one UTF-16 unit; columns count code points.
    private void step() {
        if (Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1))) {
            wideInLine++;
        }
        at++;
    }

    private int column() {
        return Math.max(1, at - lineStart - wideInLine + 1);
    }

    private void add(Token.Kind kind, String value, int column) {
        tokens.add(new Token(kind, value, line, column, space, newline));
        space = false;
        newline = false;
    }

    private SyntaxException error(String code, String message) {
        return new SyntaxException(
                Diagnostic.error(code, message, new Position(path, line, column())));
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '`';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c);
    }

    /// Whether the text could be written as a name.
    static boolean isName(@Nullable String s) {
        return s != null
                && !s.isEmpty()
                && isNameStart(s.charAt(0))
                && s.chars().allMatch(c -> isNamePart((char) c));
    }
}
