package dev.fiducia.app;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.diff.DiffOutput;
import dev.fiducia.initdata.diff.DocumentDiff;
import dev.fiducia.initdata.lint.HostFacts;
import dev.fiducia.initdata.lint.LintOptions;
import dev.fiducia.initdata.lint.LintProfile;
import dev.fiducia.initdata.lint.Platform;
import dev.fiducia.initdata.lint.Severity;
import dev.fiducia.initdata.lint.catalogue.Catalogue;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/// `fiducia initdata diff`: what changes from one document to another.
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Offline: what changes from one document to another, as lines, settings, openness of the",
            "agent policy, images, values and findings; documents are TOML or annotations.",
            "The exit status is 1 when a new finding is as bad as --fail-on, or worse."
        })
final class InitdataDiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BEFORE")
    private Path before = Path.of("-");

    @Parameters(index = "1", paramLabel = "AFTER")
    private Path after = Path.of("-");

    @Option(
            names = "--profile",
            defaultValue = "prod",
            paramLabel = "prod|dev",
            description = "How strictly findings are judged (default: ${DEFAULT-VALUE}).")
    private LintProfile profile;

    @Option(
            names = "--platform",
            split = ",",
            converter = PlatformConverter.class,
            paramLabel = "PLATFORM",
            description = "Where the documents are used.")
    private List<Platform> platforms = List.of();

    @Option(
            names = "--fail-on",
            defaultValue = "error",
            paramLabel = "error|warning|info",
            description = "From which severity of new findings on to fail.")
    private Severity failOn;

    @Mixin private OutputOption output;

    @Override
    public Integer call() {
        DocumentDiff diff = DocumentDiff.of(side(before), side(after));
        System.out.print(
                output.json()
                        ? DiffOutput.json(diff).toPrettyString() + "\n"
                        : DiffOutput.text(diff));
        boolean fails =
                diff.findings().stream().anyMatch(found -> found.severity().compareTo(failOn) <= 0);
        return fails ? ExitCode.FAILED : ExitCode.OK;
    }

    private DocumentDiff.Side side(Path file) {
        InitdataDocument document = InitdataFile.read(file);
        LintOptions options =
                new LintOptions(
                        profile, Set.copyOf(platforms), HostFacts.NONE, InstantSource.system());
        return new DocumentDiff.Side(
                file.toString(),
                document,
                Catalogue.linter().lint(document.raw(), options).findings());
    }
}
