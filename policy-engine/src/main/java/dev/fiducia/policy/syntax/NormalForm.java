package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Limits;
import dev.fiducia.policy.RegoVersion;
import dev.fiducia.policy.value.RegoString;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A policy's text without what has no meaning: two texts with one normal form do the same.
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
            return Optional.of(written(new Lexer("", text, limits).tokens()));
        } catch (SyntaxException e) {
            return Optional.empty();
        }
    }

    /// The second form; empty where the text is no module of either dialect.
    public static Optional<String> second(String text, Limits limits) {
        for (RegoVersion version : List.of(RegoVersion.V1, RegoVersion.V0)) {
            try {
                List<Token> tokens = new Lexer("", text, limits).tokens();
                ModuleParser parser = new ModuleParser("", tokens, version, limits);
                if (parser.module().module().isPresent()) {
                    return Optional.of(ordered(tokens, parser.statements()));
                }
            } catch (SyntaxException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String ordered(List<Token> tokens, List<Integer> starts) {
        int end = tokens.size() - 1;
        int first = starts.isEmpty() ? end : starts.getFirst();
        Set<String> statements = new TreeSet<>(BY_CODE_POINT);
        for (int i = 0; i < starts.size(); i++) {
            int next = i + 1 < starts.size() ? starts.get(i + 1) : end;
            statements.add(written(tokens.subList(starts.get(i), next)));
        }
        return written(tokens.subList(0, first)) + String.join("", statements);
    }

    private static String written(List<Token> tokens) {
        List<Token> kept = kept(tokens);
        StringBuilder out = new StringBuilder();
        Token before = null;
        for (Token token : kept) {
            if (before != null) {
                out.append(token.newlineBefore() ? "\n" : adjacent(before, token) ? "" : " ");
            }
            out.append(spelled(token));
            before = token;
        }
        return out.append('\n').toString();
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
