package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Limits;
import dev.fiducia.policy.RegoVersion;
import dev.fiducia.policy.value.RegoString;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A policy's text without what has no meaning: two texts with one normal form do the same.
///
/// `# METADATA` blocks have one: `rego.metadata.*` reads them, in this module or in another one
/// that the text will meet. Each is kept as written, in a line that begins with `#`: in the first
/// form where it stands among the tokens, in the second before the statement that it speaks of. All
/// other comments are dropped.
///
/// The first form drops comments, spells strings in one way and keeps only the line breaks that may
/// separate expressions; space counts only before `[`, `(` and `.` and after `.`, where it tells
/// calls and references from other terms. The second form also brings the statements in one order,
/// each once; what is a statement the parser says, as a line that begins with `else` or an operator
/// belongs to the one before.
public final class NormalForm {
    private static final Set<String> BEFORE_CLOSING = Set.of(")", "]", "}");
    private static final Set<String> ADJACENT = Set.of("[", "(", ".");

    /// Operators, commas and opening brackets: no expression ends after them.
    private static final Set<String> OPEN_ENDED =
            Set.of(
                    "(", "[", "{", ",", ":=", "==", "!=", "<=", ">=", "=", "<", ">", "+", "-", "*",
                    "/", "%", "&", "|", ":", ".");

    private static final Comparator<String> BY_CODE_POINT =
            (a, b) -> RegoString.of(a).compareTo(RegoString.of(b));

    private NormalForm() {}

    /// The first form; empty where the text is not made of tokens.
    public static Optional<String> first(String text, Limits limits) {
        try {
            Lexer lexer = new Lexer("", text, limits);
            List<Token> tokens = lexer.tokens();
            return Optional.of(written(tokens, MetadataBlock.among(lexer.comments())));
        } catch (SyntaxException e) {
            return Optional.empty();
        }
    }

    /// The second form; empty where the text is no module of either dialect.
    public static Optional<String> second(String text, Limits limits) {
        for (RegoVersion version : List.of(RegoVersion.V1, RegoVersion.V0)) {
            try {
                Lexer lexer = new Lexer("", text, limits);
                List<Token> tokens = lexer.tokens();
                ModuleParser parser = new ModuleParser("", tokens, version, limits);
                if (parser.module().module().isPresent()) {
                    List<MetadataBlock> blocks = MetadataBlock.among(lexer.comments());
                    return Optional.of(ordered(tokens, parser.statements(), blocks));
                }
            } catch (SyntaxException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// Statements of one text count once, unless a block speaks of them.
    private static String ordered(
            List<Token> tokens, List<Integer> starts, List<MetadataBlock> blocks) {
        int end = tokens.size() - 1;
        int first = starts.isEmpty() ? end : starts.getFirst();
        Deque<MetadataBlock> open = new ArrayDeque<>(blocks);
        String head = metadata(open, tokens.getFirst());
        List<String> statements = new ArrayList<>();
        Set<String> plain = new HashSet<>();
        for (int i = 0; i < starts.size(); i++) {
            int next = i + 1 < starts.size() ? starts.get(i + 1) : end;
            String above = metadata(open, tokens.get(starts.get(i)));
            String statement = written(tokens.subList(starts.get(i), next), List.of());
            if (!above.isEmpty() || plain.add(statement)) {
                statements.add(above + statement);
            }
        }
        statements.sort(BY_CODE_POINT);
        return head
                + written(tokens.subList(0, first), List.of())
                + String.join("", statements)
                + metadata(open, tokens.getLast());
    }

    /// The blocks that stand before a token, each of which is given once; the last token ends all.
    private static String metadata(Deque<MetadataBlock> open, Token before) {
        StringBuilder out = new StringBuilder();
        while (!open.isEmpty()
                && (before.kind() == Token.Kind.END || open.getFirst().isBefore(before))) {
            out.append(open.removeFirst().normal()).append('\n');
        }
        return out.toString();
    }

    private static String written(List<Token> tokens, List<MetadataBlock> blocks) {
        Deque<MetadataBlock> open = new ArrayDeque<>(blocks);
        StringBuilder out = new StringBuilder();
        Token before = null;
        for (Token token : kept(tokens)) {
            String above = metadata(open, token);
            if (!above.isEmpty()) {
                out.append(before == null ? "" : "\n").append(above);
            }
            if (before != null) {
                out.append(token.newlineBefore() ? "\n" : adjacent(before, token) ? "" : " ");
            }
            out.append(spelled(token));
            before = token;
        }
        out.append('\n');
        open.forEach(block -> out.append(block.normal()).append('\n'));
        return out.toString();
    }

    private static boolean adjacent(Token before, Token token) {
        return !token.spaceBefore()
                && (before.isSymbol(".")
                        || (token.kind() == Token.Kind.SYMBOL && ADJACENT.contains(token.text())));
    }

    /// The tokens that count; `newlineBefore` then says whether a line break counts.
    private static List<Token> kept(List<Token> tokens) {
        List<Token> kept = new ArrayList<>();
        boolean newline = false;
        for (Token token : tokens) {
            if (token.kind() == Token.Kind.END) {
                break;
            }
            newline |= token.newlineBefore();
            if (token.isSymbol(";")) {
                newline = true;
                continue;
            }
            if (token.kind() == Token.Kind.SYMBOL && BEFORE_CLOSING.contains(token.text())) {
                newline = false;
                while (!kept.isEmpty() && kept.getLast().isSymbol(",")) {
                    kept.removeLast();
                }
            }
            boolean counts = newline && !kept.isEmpty() && !isOpenEnded(kept.getLast());
            kept.add(token.withNewline(counts, newline || token.spaceBefore()));
            newline = false;
        }
        return kept;
    }

    private static boolean isOpenEnded(Token token) {
        return token.kind() == Token.Kind.SYMBOL && OPEN_ENDED.contains(token.text());
    }

    /// `$` is no token of its own, so that template strings look like nothing else.
    private static String spelled(Token token) {
        return switch (token.kind()) {
            case STRING, TEMPLATE_TEXT -> RegoString.of(token.text()).toJson();
            case TEMPLATE_START -> "$<";
            case TEMPLATE_END -> "$>";
            case NAME, NUMBER, SYMBOL, END -> token.text();
        };
    }
}
