package dev.fiducia.policy.compile;

import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.Severity;
import dev.fiducia.policy.eval.Query;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.ParseResult;
import dev.fiducia.policy.syntax.RegoParser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Compiled modules that belong together. Immutable.
public final class Program {
    private final Settings settings;

    private Program(Settings settings) {
        this.settings = settings;
    }

    public static ProgramResult compile(List<PolicySource> sources, Settings settings) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        List<Module> modules = new ArrayList<>();
        for (PolicySource source : sources) {
            ParseResult parsed = RegoParser.parse(source, settings.version(), settings.limits());
            diagnostics.addAll(parsed.diagnostics());
            parsed.module().ifPresent(modules::add);
        }
        if (diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR)) {
            return new ProgramResult(Optional.empty(), diagnostics);
        }
        return new ProgramResult(Optional.of(new Program(settings)), diagnostics);
    }

    public Settings settings() {
        return settings;
    }

    public Set<String> rulePaths() {
        return Set.of();
    }

    public Query rule(String path) {
        return new Query();
    }

    /// A query's code, or what is wrong with its text.
    public QueryCode query(String text) {
        return new QueryCode(Optional.empty(), List.of());
    }

    /// What a query's text compiles to.
    public record QueryCode(Optional<Query> query, List<Diagnostic> diagnostics) {
        public QueryCode {
            diagnostics = List.copyOf(diagnostics);
        }
    }
}
