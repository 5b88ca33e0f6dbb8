package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.Limits;
import dev.fiducia.policy.Position;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A place in the token list, and what the module has switched on so far.
class TokenReader {
    static final Set<String> ALWAYS_RESERVED =
            Set.of(
                    "as", "default", "else", "false", "import", "not", "null", "package", "some",
                    "true", "with");

    /// Keywords that are names where a bracket follows directly; others keep their meaning.
    private static final Set<String> BEFORE_REFERENCES =
            Set.of("default", "else", "every", "import", "in", "not", "package", "some");

    static final List<String> FUTURE = List.of("contains", "every", "if", "in");

    private static final int OPERATORS_PER_DEPTH = 4;

    private final String path;
    private final List<Token> tokens;
    private final int maxDepth;
    private final Set<String> keywords = new HashSet<>(ALWAYS_RESERVED);
    private int index;
    private int depth;
    private long budget;
    boolean compoundNot;

    TokenReader(String path, List<Token> tokens, Limits limits) {
        this.path = path;
        this.tokens = tokens;
        this.maxDepth = limits.maxDepth();
        // Comprehensions are tried before unions; the budget stops text that makes the trying
        // explode.
        this.budget = 64L * tokens.size() + 4096;
    }

    final void enable(String keyword) {
        keywords.add(keyword);
    }

    final Token peek() {
        return tokens.get(index);
    }

    final Token peek(int ahead) {
        return tokens.get(Math.min(index + ahead, tokens.size() - 1));
    }

    final Token advance() throws SyntaxException {
        Token token = tokens.get(index);
        if (index < tokens.size() - 1) {
            index++;
        }
        if (--budget < 0) {
            throw error("rego_limit_error", "text is too ambiguous to parse", token);
        }
        return token;
    }

    final int mark() {
        return index;
    }

    final void reset(int mark) {
        index = Math.min(mark, tokens.size() - 1);
    }

    final boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    final boolean at(String symbol) {
        return peek().isSymbol(symbol);
    }

    /// Whether the next token is this keyword, switched on and not the head of a reference.
    final boolean atKeyword(String keyword) {
        return peek().isName(keyword) && keywords.contains(keyword) && !startsReference(0);
    }

    /// Whether the name is reserved here; `if.x` and `not.y` are references all the same.
    final boolean isReserved(int ahead) {
        Token token = peek(ahead);
        return token.kind() == Token.Kind.NAME
                && keywords.contains(token.text())
                && !startsReference(ahead);
    }

    private boolean startsReference(int ahead) {
        Token next = peek(ahead + 1);
        return !next.spaceBefore()
                && (next.isSymbol(".")
                        || (next.isSymbol("[") && BEFORE_REFERENCES.contains(peek(ahead).text())));
    }

    final boolean accept(String symbol) throws SyntaxException {
        if (at(symbol)) {
            advance();
            return true;
        }
        return false;
    }

    final boolean acceptKeyword(String keyword) throws SyntaxException {
        if (atKeyword(keyword)) {
            advance();
            return true;
        }
        return false;
    }

    final Token expect(String symbol, String where) throws SyntaxException {
        if (!at(symbol)) {
            throw unexpected("'" + symbol + "' " + where);
        }
        return advance();
    }

    final void enter() throws SyntaxException {
        if (++depth > maxDepth) {
            throw error(
                    "rego_limit_error", "text nests deeper than the limit of " + maxDepth, peek());
        }
    }

    /// Operators in a row nest in the tree as brackets do, if less deep in the parser.
    final void bound(int chained) throws SyntaxException {
        if (chained > OPERATORS_PER_DEPTH * maxDepth) {
            throw error(
                    "rego_limit_error",
                    "more operators in a row than the limit of " + OPERATORS_PER_DEPTH * maxDepth,
                    peek());
        }
    }

    final void leave() {
        depth--;
    }

    final int depth() {
        return depth;
    }

    final void depth(int value) {
        depth = value;
    }

    final Position positionOf(Token token) {
        return new Position(path, token.line(), token.column());
    }

    final Position here() {
        return positionOf(peek());
    }

    /// A limit holds for all ways to read a text: trying another one would not help.
    static void rethrowLimit(SyntaxException e) throws SyntaxException {
        if (e.diagnostic().code().equals("rego_limit_error")) {
            throw e;
        }
    }

    final SyntaxException unexpected(String expected) {
        Token token = peek();
        String what = isReserved(0) ? "keyword '" + token.text() + "'" : token.described();
        String hint =
                token.kind() == Token.Kind.NAME && FUTURE.contains(token.text()) && !isReserved(0)
                        ? " (hint: `import future.keywords." + token.text() + "`)"
                        : "";
        return error("unexpected " + what + ": expected " + expected + hint, token);
    }

    final SyntaxException error(String message, Token token) {
        return error("rego_parse_error", message, token);
    }

    final SyntaxException error(String code, String message, Token token) {
        return new SyntaxException(Diagnostic.error(code, message, positionOf(token)));
    }

    final SyntaxException errorAt(String message, Position position) {
        return new SyntaxException(Diagnostic.error("rego_parse_error", message, position));
    }
}
