package dev.fiducia.policy;

import dev.fiducia.policy.compile.Program;
import dev.fiducia.policy.eval.Query;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/// Compiled modules. Immutable: one serves any number of threads.
public final class PolicySet {
    private final Program program;
    private volatile @Nullable Program explaining;

    PolicySet(Program program) {
        this.program = program;
    }

    /// The value of one rule or document, `data.policy.allow`. A path that names nothing is
    /// undefined, as base data may come with the request; one that is no path fails.
    public PreparedQuery prepareRule(String path) {
        return new PreparedQuery(
                program.rule(path), program.settings(), () -> explaining().rule(path));
    }

    /// A query of one or more literals. Its value is the array of its solutions, each an object of
    /// the variables; without a solution it is undefined.
    public PrepareResult prepareQuery(String rego) {
        Program.QueryCode code = program.query(rego);
        return new PrepareResult(
                code.query()
                        .map(query ->
                                new PreparedQuery(
                                        query, program.settings(), () -> explaining(rego))),
                code.diagnostics());
    }

    private Query explaining(String rego) {
        return explaining()
                .query(rego)
                .query()
                .orElseThrow(() -> new IllegalStateException("compiled before, but not again"));
    }

    /// Compiled when it is first asked for.
    private Program explaining() {
        Program known = explaining;
        if (known == null) {
            synchronized (this) {
                known = explaining;
                if (known == null) {
                    known = program.explaining();
                    explaining = known;
                }
            }
        }
        return known;
    }

    /// All rules and functions, as `data.package.name`.
    public Set<String> rulePaths() {
        return program.rulePaths();
    }

    public boolean hasRule(String path) {
        return program.rulePaths().contains(path);
    }
}
