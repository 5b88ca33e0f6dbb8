package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.Limits;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.RegoVersion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns text into syntax trees; bad text gives diagnostics, never an exception.
public final class RegoParser {
    private RegoParser() {}

    /// A module; the source's own version goes before the default.
    public static ParseResult parse(PolicySource source, RegoVersion fallback, Limits limits) {
        RegoVersion version = source.version() == null ? fallback : source.version();
        try {
            List<Token> tokens = new Lexer(source.path(), source.text(), limits).tokens();
            return new ModuleParser(source.path(), tokens, version, limits).module();
        } catch (SyntaxException e) {
            return new ParseResult(Optional.empty(), List.of(e.diagnostic()));
        }
    }

    /// A module in each of several versions, whatever the source's own is, in their order. The text
    /// is split into tokens once.
    public static List<ParseResult> parseInEach(
            PolicySource source, List<RegoVersion> versions, Limits limits) {
        try {
            List<Token> tokens = new Lexer(source.path(), source.text(), limits).tokens();
            return versions.stream()
                    .map(version ->
                            new ModuleParser(source.path(), tokens, version, limits).module())
                    .toList();
        } catch (SyntaxException e) {
            ParseResult refused = new ParseResult(Optional.empty(), List.of(e.diagnostic()));
            return versions.stream().map(version -> refused).toList();
        }
    }

    /// A module with its `# METADATA` blocks, which otherwise are comments; bad blocks are errors.
    public static ParseResult parseAnnotated(
            PolicySource source, RegoVersion fallback, Limits limits) {
        RegoVersion version = source.version() == null ? fallback : source.version();
        try {
            Lexer lexer = new Lexer(source.path(), source.text(), limits);
            ParseResult parsed =
                    new ModuleParser(source.path(), lexer.tokens(), version, limits).module();
            return parsed.module()
                    .map(module -> new AnnotationParser(module).annotated(lexer.comments()))
                    .orElse(parsed);
        } catch (SyntaxException e) {
            return new ParseResult(Optional.empty(), List.of(e.diagnostic()));
        }
    }

    /// A query: the literals of one body, with all keywords of version 1.
    public static QueryResult parseQuery(PolicySource source, Limits limits) {
        try {
            List<Token> tokens = new Lexer(source.path(), source.text(), limits).tokens();
            return new QueryResult(
                    Optional.of(new QueryParser(source.path(), tokens, limits).query()), List.of());
        } catch (SyntaxException e) {
            return new QueryResult(Optional.empty(), List.of(e.diagnostic()));
        }
    }

    /// A query's body, or the errors that prevent one.
    public record QueryResult(Optional<Body> body, List<Diagnostic> diagnostics) {
        public QueryResult {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    private static final class QueryParser extends RuleParser {
        QueryParser(String path, List<Token> tokens, Limits limits) {
            super(path, tokens, limits);
            FUTURE.forEach(this::enable);
        }

        Body query() throws SyntaxException {
            List<Literal> literals = new ArrayList<>();
            while (!atEnd()) {
                if (accept(";")) {
                    continue;
                }
                literals.add(literal());
                if (!atEnd() && !at(";") && !peek().newlineBefore()) {
                    throw unexpected("a line break or ';' after an expression");
                }
            }
            if (literals.isEmpty()) {
                throw error("found empty query", peek());
            }
            return new Body(literals);
        }
    }
}
