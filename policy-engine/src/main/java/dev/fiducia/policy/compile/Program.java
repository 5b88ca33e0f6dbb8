package dev.fiducia.policy.compile;

import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.eval.Ev;
import dev.fiducia.policy.eval.Query;
import dev.fiducia.policy.syntax.Body;
import dev.fiducia.policy.syntax.Expr;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.ParseResult;
import dev.fiducia.policy.syntax.RegoParser;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Compiled modules that belong together. Immutable.
public final class Program {
    private static final int MAX_PATH = 10_000;

    private final Settings settings;
    private final RuleTree.Built tree;
    private final Set<String> rulePaths;

    private Program(Settings settings, RuleTree.Built tree) {
        this.settings = settings;
        this.tree = tree;
        Set<String> paths = new LinkedHashSet<>();
        tree.groups().forEach(group -> paths.add(group.path));
        this.rulePaths = Set.copyOf(paths);
    }

    public static ProgramResult compile(List<PolicySource> sources, Settings settings) {
        Diagnostics diagnostics = new Diagnostics();
        List<Module> modules = new ArrayList<>();
        try {
            for (PolicySource source : sources) {
                ParseResult parsed =
                        RegoParser.parse(source, settings.version(), settings.limits());
                diagnostics.addAll(parsed.diagnostics());
                parsed.module().ifPresent(modules::add);
            }
            if (diagnostics.hasErrors()) {
                return new ProgramResult(Optional.empty(), diagnostics.all());
            }
            return link(modules, settings, diagnostics);
        } catch (StackOverflowError e) {
            String path = sources.isEmpty() ? "" : sources.getFirst().path();
            diagnostics.addAll(List.of(tooDeep(path)));
            return new ProgramResult(Optional.empty(), diagnostics.all());
        }
    }

    /// Compiles modules that were parsed before.
    public static ProgramResult link(List<Module> modules, Settings settings) {
        try {
            return link(modules, settings, new Diagnostics());
        } catch (StackOverflowError e) {
            String path = modules.isEmpty() ? "" : modules.getFirst().at().path();
            return new ProgramResult(Optional.empty(), List.of(tooDeep(path)));
        }
    }

    private static Diagnostic tooDeep(String path) {
        return Diagnostic.error(
                "rego_limit_error",
                "text nests too deeply to be compiled",
                new Position(path, 1, 1));
    }

    private static ProgramResult link(
            List<Module> modules, Settings settings, Diagnostics diagnostics) {
        List<Names> names = Names.of(modules, diagnostics);
        RuleTree.Built tree = RuleTree.build(modules, names, settings, diagnostics);
        if (!diagnostics.hasErrors()) {
            ClauseCompiler compiler = new ClauseCompiler(tree.root(), settings, diagnostics);
            tree.groups().forEach(compiler::compile);
            new Recursion(diagnostics).check(tree.groups());
        }
        return new ProgramResult(
                diagnostics.hasErrors()
                        ? Optional.empty()
                        : Optional.of(new Program(settings, tree)),
                diagnostics.all());
    }

    public Settings settings() {
        return settings;
    }

    /// All rules and functions.
    public Set<String> rulePaths() {
        return rulePaths;
    }

    /// The value at a path below `data`.
    public Query rule(String path) {
        if (path.length() > MAX_PATH) {
            return new Query.Invalid("path is too long");
        }
        RegoParser.QueryResult parsed =
                RegoParser.parseQuery(PolicySource.of("rule path", path), settings.limits());
        Optional<Body> body = parsed.body();
        if (body.isPresent()
                && body.get().literals().size() == 1
                && body.get().literals().getFirst().expr() instanceof Expr.TermExpr e) {
            Ev ev =
                    new ClauseCompiler(tree.root(), settings, new Diagnostics())
                            .reference(e.term());
            if (ev != null) {
                return new Query.OfTerm(ev, tree.nodes());
            }
        }
        return new Query.Invalid("not a path below data: " + path);
    }

    /// A query's code, or what is wrong with its text.
    public QueryCode query(String text) {
        try {
            RegoParser.QueryResult parsed =
                    RegoParser.parseQuery(PolicySource.of("query", text), settings.limits());
            if (parsed.body().isEmpty()) {
                return new QueryCode(Optional.empty(), parsed.diagnostics());
            }
            Diagnostics diagnostics = new Diagnostics();
            Query query =
                    new ClauseCompiler(tree.root(), settings, diagnostics)
                            .query(parsed.body().get(), tree.nodes());
            return new QueryCode(
                    diagnostics.hasErrors() ? Optional.empty() : Optional.of(query),
                    diagnostics.all());
        } catch (StackOverflowError e) {
            return new QueryCode(Optional.empty(), List.of(tooDeep("query")));
        }
    }

    /// What a query's text compiles to.
    public record QueryCode(Optional<Query> query, List<Diagnostic> diagnostics) {
        public QueryCode {
            diagnostics = List.copyOf(diagnostics);
        }
    }
}
