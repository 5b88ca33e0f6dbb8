package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.Limits;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.RegoVersion;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Reads a module: package, imports, rules; goes on after a bad rule to report several errors.
final class ModuleParser extends RuleParser {
    private static final int MAX_ERRORS = 10;

    private final List<Diagnostic> errors = new ArrayList<>();
    private final List<Integer> statements = new ArrayList<>();

    ModuleParser(String path, List<Token> tokens, RegoVersion version, Limits limits) {
        super(path, tokens, limits);
        this.version = version;
        if (version == RegoVersion.V1) {
            FUTURE.forEach(this::enable);
        }
    }

    ParseResult module() {
        Position at = here();
        List<String> packagePath = List.of();
        List<Module.Import> imports = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        try {
            if (!acceptKeyword("package")) {
                throw unexpected("'package'");
            }
            packagePath = packagePath();
        } catch (SyntaxException e) {
            return new ParseResult(Optional.empty(), List.of(e.diagnostic()));
        }
        while (!atEnd() && errors.size() + refusals.size() < MAX_ERRORS) {
            int start = mark();
            try {
                statement(imports, rules);
            } catch (SyntaxException e) {
                errors.add(e.diagnostic());
                if (e.diagnostic().code().equals("rego_limit_error")) {
                    break;
                }
                skipToNextStatement(start);
            }
        }
        errors.addAll(refusals);
        if (!errors.isEmpty()) {
            errors.sort(
                    Comparator.<Diagnostic>comparingInt(e -> e.at().line())
                            .thenComparingInt(e -> e.at().column()));
            return new ParseResult(
                    Optional.empty(), errors.subList(0, Math.min(errors.size(), MAX_ERRORS)));
        }
        Module module =
                new Module(packagePath, imports, rules, version, compoundNot, at, List.of());
        return new ParseResult(Optional.of(module), List.of());
    }

    /// The tokens with which imports and rules begin.
    List<Integer> statements() {
        return List.copyOf(statements);
    }

    private boolean isKeyword(String name) {
        return ALWAYS_RESERVED.contains(name)
                || (version == RegoVersion.V1 && FUTURE.contains(name));
    }

    private void statement(List<Module.Import> imports, List<Rule> rules) throws SyntaxException {
        if (accept(";")) {
            return;
        }
        statements.add(mark());
        if (atKeyword("import")) {
            imports.add(importStatement());
        } else if (atKeyword("package")) {
            throw error("unexpected 'package': a module has one package", peek());
        } else {
            rule(rules);
        }
    }

    /// The next line that begins in the first column with a name.
    private void skipToNextStatement(int start) {
        depth(0);
        try {
            if (mark() == start) {
                advance();
            }
            while (!atEnd()) {
                Token token = peek();
                if (token.newlineBefore()
                        && token.column() == 1
                        && token.kind() == Token.Kind.NAME) {
                    return;
                }
                advance();
            }
        } catch (SyntaxException e) {
            errors.add(e.diagnostic());
            reset(Integer.MAX_VALUE - 1);
        }
    }

    private List<String> packagePath() throws SyntaxException {
        Token token = peek();
        if (token.kind() != Token.Kind.NAME) {
            throw unexpected("a package name");
        }
        List<String> path = new ArrayList<>();
        path.add(advance().text());
        pathSuffix(path, token);
        return path;
    }

    /// Adds what follows a path's first name; gives the token of its last element.
    private Token pathSuffix(List<String> path, Token first) throws SyntaxException {
        Token last = first;
        while (peek().kind() == Token.Kind.SYMBOL && !peek().spaceBefore()) {
            if (accept(".")) {
                last = peek();
                dotted();
            } else if (accept("[")) {
                if (peek().kind() != Token.Kind.STRING) {
                    throw unexpected("a string in a path");
                }
                last = advance();
                expect("]", "after a string in a path");
            } else {
                break;
            }
            path.add(last.text());
        }
        return last;
    }

    private Module.Import importStatement() throws SyntaxException {
        Position at = positionOf(advance());
        Token root = peek();
        if (root.kind() != Token.Kind.NAME) {
            throw unexpected("a path after 'import'");
        }
        List<String> path = new ArrayList<>();
        path.add(advance().text());
        Token last = pathSuffix(path, root);
        String alias = null;
        if (acceptKeyword("as")) {
            if (peek().kind() != Token.Kind.NAME || isReserved(0)) {
                throw unexpected("a name after 'as'");
            }
            alias = advance().text();
        }
        switch (path.getFirst()) {
            case "data", "input" -> {}
            case "future" -> future(path, alias, at);
            case "rego" -> rego(path, alias, at);
            default ->
                    throw error(
                            "unexpected import path, must begin with one of: "
                                    + "{data, future, input, rego}, got: "
                                    + path.getFirst(),
                            root);
        }
        if (alias == null && !path.getFirst().equals("future") && isKeyword(path.getLast())) {
            throw error(
                    "unexpected import path, must not end with a keyword, got: "
                            + path.getLast()
                            + " (hint: import a different path or use an alias)",
                    last);
        }
        return new Module.Import(path, alias, at);
    }

    private void future(List<String> path, @Nullable String alias, Position at)
            throws SyntaxException {
        if (path.size() == 1 || !path.get(1).equals("keywords")) {
            throw errorAt("invalid import, must be `future.keywords`", at);
        }
        if (alias != null) {
            throw errorAt("`future` imports cannot be aliased", at);
        }
        if (path.size() == 2) {
            FUTURE.forEach(this::enable);
        } else if (path.size() == 3 && FUTURE.contains(path.get(2))) {
            enable(path.get(2));
            if (path.get(2).equals("every")) {
                enable("in");
            }
        } else if (path.size() == 3 && path.get(2).equals("not")) {
            compoundNot = true;
        } else {
            throw errorAt(
                    "unexpected keyword, must be one of [contains every if in not], got: "
                            + path.getLast(),
                    at);
        }
    }

    private void rego(List<String> path, @Nullable String alias, Position at)
            throws SyntaxException {
        if (path.size() != 2 || !path.get(1).equals("v1")) {
            throw errorAt("invalid import `" + String.join(".", path) + "`, must be `rego.v1`", at);
        }
        if (alias != null) {
            throw errorAt("`rego` imports cannot be aliased", at);
        }
        FUTURE.forEach(this::enable);
        version = RegoVersion.V1;
    }
}
