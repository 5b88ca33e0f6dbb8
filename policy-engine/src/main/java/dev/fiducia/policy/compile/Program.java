package dev.fiducia.policy.compile;

import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.Profile;
import dev.fiducia.policy.RegoVersion;
import dev.fiducia.policy.eval.Ev;
import dev.fiducia.policy.eval.Query;
import dev.fiducia.policy.syntax.Body;
import dev.fiducia.policy.syntax.Expr;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.ParseResult;
import dev.fiducia.policy.syntax.RegoParser;

import org.jspecify.annotations.Nullable;

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
    private final List<Module> modules;

    /// Empty for modules that were parsed before.
    private final List<PolicySource> sources;

    private final TypeChecker types;
    private final @Nullable Tracer tracer;

    private Program(
            Settings settings,
            RuleTree.Built tree,
            List<Module> modules,
            List<PolicySource> sources,
            TypeChecker types,
            @Nullable Tracer tracer) {
        this.settings = settings;
        this.tree = tree;
        this.modules = List.copyOf(modules);
        this.sources = List.copyOf(sources);
        this.types = types;
        this.tracer = tracer;
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
                        settings.profile() == Profile.OPA
                                ? RegoParser.parseAnnotated(
                                        source, settings.version(), settings.limits())
                                : RegoParser.parse(source, settings.version(), settings.limits());
                diagnostics.addAll(parsed.diagnostics());
                parsed.module().ifPresent(modules::add);
            }
            if (diagnostics.hasErrors()) {
                return new ProgramResult(Optional.empty(), diagnostics.all(), List.of());
            }
            return link(modules, dialects(sources, settings), settings, diagnostics, sources, null);
        } catch (StackOverflowError e) {
            String path = sources.isEmpty() ? "" : sources.getFirst().path();
            diagnostics.addAll(List.of(tooDeep(path)));
            return new ProgramResult(Optional.empty(), diagnostics.all(), List.of());
        }
    }

    /// Compiles modules that were parsed before.
    public static ProgramResult link(List<Module> modules, Settings settings) {
        try {
            return link(modules, List.of(), settings, new Diagnostics(), List.of(), null);
        } catch (StackOverflowError e) {
            String path = modules.isEmpty() ? "" : modules.getFirst().at().path();
            return new ProgramResult(Optional.empty(), List.of(tooDeep(path)), List.of());
        }
    }

    /// The same modules once more, as code that records what it does.
    public Program explaining() {
        return link(modules, List.of(), settings, new Diagnostics(), sources, new Tracer(sources))
                .program()
                .orElseThrow(() -> new IllegalStateException("compiled before, but not again"));
    }

    private static Diagnostic tooDeep(String path) {
        return Diagnostic.error(
                "rego_limit_error",
                "text nests too deeply to be compiled",
                new Position(path, 1, 1));
    }

    private static ProgramResult link(
            List<Module> modules,
            List<Diagnostic> dialects,
            Settings settings,
            Diagnostics diagnostics,
            List<PolicySource> sources,
            @Nullable Tracer tracer) {
        List<Names> names = Names.of(modules, settings, diagnostics);
        Unused unused = new Unused(diagnostics, settings);
        AnnotationSet annotations = AnnotationSet.of(modules, diagnostics);
        RuleTree.Built tree = RuleTree.build(modules, names, settings, diagnostics);
        if (!diagnostics.hasErrors()) {
            ClauseCompiler compiler =
                    new ClauseCompiler(
                            tree.root(), settings, diagnostics, unused, tracer, annotations);
            tree.groups().forEach(compiler::compile);
            unused.imports(modules, names);
            new Recursion(diagnostics).check(tree.groups());
        }
        TypeErrors typeErrors = new TypeErrors(diagnostics, settings.profile());
        TypeChecker types = new TypeChecker(tree.root(), typeErrors);
        if (!diagnostics.hasErrors()) {
            types.check(tree.groups());
        }
        List<Diagnostic> differences = new ArrayList<>();
        if (!diagnostics.hasErrors()) {
            diagnostics.addAll(unused.warnings());
            differences.addAll(dialects);
            differences.addAll(Differences.of(tree.root(), tree.groups()));
            differences.addAll(annotations.differences());
        }
        diagnostics.addAll(concerning(settings.profile(), differences));
        differences.addAll(typeErrors.differences());
        tree.groups().forEach(group -> group.resolved.clear());
        return new ProgramResult(
                diagnostics.hasErrors()
                        ? Optional.empty()
                        : Optional.of(new Program(settings, tree, modules, sources, types, tracer)),
                diagnostics.all(),
                differences);
    }

    /// Modules that the other version of Rego would not read.
    private static List<Diagnostic> dialects(List<PolicySource> sources, Settings settings) {
        List<Diagnostic> found = new ArrayList<>();
        for (PolicySource source : sources) {
            RegoVersion version = source.version() == null ? settings.version() : source.version();
            boolean old = version == RegoVersion.V0;
            RegoVersion other = old ? RegoVersion.V1 : RegoVersion.V0;
            String prefix =
                    old
                            ? "the engines of Trustee and the Kata agent, and OPA unless told"
                                    + " otherwise, read version 1 of Rego and refuse this: "
                            : "engines that are told to read version 0 of Rego, as Gatekeeper's is,"
                                    + " refuse this: ";
            RegoParser.parse(
                            new PolicySource(source.path(), source.text(), other),
                            other,
                            settings.limits())
                    .diagnostics()
                    .stream()
                    .findFirst()
                    .ifPresent(error ->
                            found.add(
                                    Diagnostic.warning(
                                            old ? "profile_dialect" : "profile_dialect_v0",
                                            prefix + error.message(),
                                            error.at())));
        }
        return found;
    }

    /// The differences that whoever writes for a profile must know of: where its host does other
    /// than OPA, whose documentation everybody reads.
    private static List<Diagnostic> concerning(Profile profile, List<Diagnostic> differences) {
        return switch (profile) {
            case OPA -> List.of();
            case TRUSTEE ->
                    differences.stream()
                            .filter(d -> !d.code().equals("profile_builtin"))
                            .filter(d -> !d.code().equals("profile_dialect_v0"))
                            .toList();
            case KATA ->
                    differences.stream().filter(d -> d.code().equals("profile_negation")).toList();
        };
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
            Ev ev = queries(new Diagnostics()).reference(e.term());
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
            TypeErrors errors = new TypeErrors(diagnostics, settings.profile());
            Query query =
                    queries(diagnostics)
                            .query(
                                    parsed.body().get(),
                                    tree.nodes(),
                                    core -> new BodyTypes(types, errors, List.of()).check(core));
            return new QueryCode(
                    diagnostics.hasErrors() ? Optional.empty() : Optional.of(query),
                    diagnostics.all());
        } catch (StackOverflowError e) {
            return new QueryCode(Optional.empty(), List.of(tooDeep("query")));
        }
    }

    /// The variables of a query are its result: there are none that nothing uses.
    private ClauseCompiler queries(Diagnostics diagnostics) {
        Unused ignored = new Unused(new Diagnostics(), settings);
        return new ClauseCompiler(tree.root(), settings, diagnostics, ignored, tracer, null);
    }

    /// What a query's text compiles to.
    public record QueryCode(Optional<Query> query, List<Diagnostic> diagnostics) {
        public QueryCode {
            diagnostics = List.copyOf(diagnostics);
        }
    }
}
