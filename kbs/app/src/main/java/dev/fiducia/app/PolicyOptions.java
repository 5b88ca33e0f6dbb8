package dev.fiducia.app;

import dev.fiducia.policy.CompileResult;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.Profile;
import dev.fiducia.policy.RegoCompiler;
import dev.fiducia.policy.RegoVersion;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;

/// The policy files of an offline command, and whose rules they are read by.
final class PolicyOptions {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Rego files, or folders of them.")
    private List<Path> files = List.of();

    @Option(
            names = "--profile",
            defaultValue = "OPA",
            paramLabel = "opa|trustee|kata",
            description = "Whose rules count (default: ${DEFAULT-VALUE}).")
    private Profile profile = Profile.OPA;

    @Option(
            names = "--rego",
            paramLabel = "v0|v1",
            description = "The dialect of files that do not say (default: v1).")
    private @Nullable RegoVersion version;

    @Option(
            names = "--host-function",
            paramLabel = "NAME/ARITY",
            description = "A function that the host provides; query_reference_value/1 is known.")
    private List<String> hostFunctions = List.of();

    List<PolicySource> sources() {
        return PolicyFiles.read(files, null);
    }

    RegoVersion version() {
        return version == null ? RegoVersion.V1 : version;
    }

    CompileResult compile(List<PolicySource> sources) {
        return compile(sources, false);
    }

    /// @param strict whether what nothing uses is refused, as by `opa check --strict`
    CompileResult compile(List<PolicySource> sources, boolean strict) {
        RegoCompiler.Builder compiler =
                RegoCompiler.builder()
                        .profile(profile)
                        .defaultVersion(version())
                        .strictMode(strict)
                        .hostFunction("query_reference_value", 1);
        for (String function : hostFunctions) {
            declare(compiler, function);
        }
        return compiler.build().compile(sources);
    }

    private static void declare(RegoCompiler.Builder compiler, String function) {
        String[] parts = function.split("/", -1);
        if (parts.length != 2
                || !parts[0].matches("[a-z_][a-z0-9_.]{0,99}")
                || !parts[1].matches("[0-9]")) {
            throw CommandFailure.failed("not NAME/ARITY: " + function);
        }
        compiler.hostFunction(parts[0], Integer.parseInt(parts[1]));
    }
}
