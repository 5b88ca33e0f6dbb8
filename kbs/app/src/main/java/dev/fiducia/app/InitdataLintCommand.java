package dev.fiducia.app;

import dev.fiducia.initdata.lint.HostFacts;
import dev.fiducia.initdata.lint.LintOptions;
import dev.fiducia.initdata.lint.LintProfile;
import dev.fiducia.initdata.lint.Linter;
import dev.fiducia.initdata.lint.Platform;
import dev.fiducia.initdata.lint.Severity;
import dev.fiducia.initdata.lint.catalogue.Catalogue;
import dev.fiducia.initdata.lint.output.JsonOutput;
import dev.fiducia.initdata.lint.output.NamedReport;
import dev.fiducia.initdata.lint.output.SarifOutput;
import dev.fiducia.initdata.lint.output.TextOutput;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/// `fiducia initdata lint`: judges documents and annotations without any service.
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description = {
            "Offline: judges documents, as TOML or as the value of a pod annotation.",
            "The exit status is 1 when a finding is as bad as --fail-on, or worse."
        })
final class InitdataLintCommand implements Callable<Integer> {
    /// How findings are printed.
    enum Format {
        TEXT,
        JSON,
        SARIF
    }

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "- is standard input.")
    private List<Path> files = List.of();

    @Option(
            names = "--profile",
            defaultValue = "prod",
            paramLabel = "prod|dev",
            description = "How strictly (default: ${DEFAULT-VALUE}).")
    private LintProfile profile = LintProfile.PROD;

    @Option(
            names = "--platform",
            split = ",",
            converter = PlatformConverter.class,
            paramLabel = "PLATFORM",
            description =
                    "Where the documents will be used: a TEE such as az-snp-vtpm, or peer-pods.")
    private List<Platform> platforms = List.of();

    @Option(
            names = "--output",
            defaultValue = "text",
            paramLabel = "text|json|sarif",
            description = "How to print the findings (default: ${DEFAULT-VALUE}).")
    private Format format = Format.TEXT;

    @Option(
            names = "--fail-on",
            defaultValue = "error",
            paramLabel = "error|warning|info",
            description = "From which severity on to fail (default: ${DEFAULT-VALUE}).")
    private Severity failOn = Severity.ERROR;

    @Override
    public Integer call() {
        LintOptions options =
                new LintOptions(
                        profile, Set.copyOf(platforms), HostFacts.NONE, InstantSource.system());
        Linter linter = Catalogue.linter();
        List<NamedReport> reports =
                files.stream()
                        .map(file ->
                                new NamedReport(
                                        file.toString(), linter.lint(Input.bytes(file), options)))
                        .toList();
        switch (format) {
            case TEXT -> reports.forEach(report -> System.out.print(TextOutput.of(report)));
            case JSON -> System.out.println(JsonOutput.of(reports).toPrettyString());
            case SARIF ->
                    System.out.println(
                            SarifOutput.of(reports, linter.catalogue()).toPrettyString());
        }
        return reports.stream().anyMatch(this::fails) ? ExitCode.FAILED : ExitCode.OK;
    }

    private boolean fails(NamedReport named) {
        return named.report().worst().filter(worst -> worst.compareTo(failOn) <= 0).isPresent();
    }
}
