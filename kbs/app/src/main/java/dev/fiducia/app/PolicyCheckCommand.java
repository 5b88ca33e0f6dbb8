package dev.fiducia.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.fiducia.policy.CompileResult;
import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.PolicySet;
import dev.fiducia.policy.PolicySource;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.concurrent.Callable;

/// `fiducia policy check`: all errors and warnings of policy files.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Offline: shows all errors and warnings of policies, each at its place.")
final class PolicyCheckCommand implements Callable<Integer> {
    @Mixin private PolicyOptions policy = new PolicyOptions();
    @Mixin private OutputOption output = new OutputOption();

    @Option(
            names = {"-S", "--strict"},
            description = "Refuses imports, assigned variables and arguments that nothing uses.")
    private boolean strict;

    @Override
    public Integer call() {
        List<PolicySource> sources = policy.sources();
        CompileResult compiled = policy.compile(sources, strict);
        if (output.json()) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            compiled.diagnostics().forEach(diagnostic -> all.add(Carets.json(diagnostic)));
            System.out.println(all.toPrettyString());
        } else {
            Carets carets = new Carets(sources);
            for (Diagnostic diagnostic : compiled.diagnostics()) {
                System.out.print(carets.text(diagnostic));
            }
            int errors = compiled.errors().size();
            int warnings = compiled.diagnostics().size() - errors;
            System.out.printf(
                    "%s: %d files, %d errors, %d warnings%n",
                    errors == 0 ? "ok" : "refused", sources.size(), errors, warnings);
        }
        return compiled.policy().isPresent() ? ExitCode.OK : ExitCode.FAILED;
    }

    /// The compiled policies, or the command's end with their errors on standard error.
    static PolicySet compiled(PolicyOptions policy, List<PolicySource> sources) {
        CompileResult compiled = policy.compile(sources);
        if (compiled.policy().isEmpty()) {
            Carets carets = new Carets(sources);
            compiled.errors().forEach(error -> System.err.print(carets.text(error)));
            throw CommandFailure.failed("the policies do not compile");
        }
        return compiled.policy().get();
    }
}
