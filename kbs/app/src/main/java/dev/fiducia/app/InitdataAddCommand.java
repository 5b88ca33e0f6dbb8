package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `fiducia initdata add`: registers a document.
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = "Registers a document, as TOML or as a pod annotation.")
final class InitdataAddCommand implements Callable<Integer> {
    @Mixin private ServiceOptions service;

    @Parameters(paramLabel = "FILE", description = "- is standard input.")
    private Path file = Path.of("-");

    @Mixin private DocumentOptions document;

    @Option(names = "--draft", description = "Do not stand for it yet.")
    private boolean draft;

    @Option(names = "--force", description = "In spite of errors; needs --reason.")
    private boolean force;

    @Option(names = "--reinstate", description = "Though it was revoked; needs --reason.")
    private boolean reinstate;

    @Mixin private ChangeOptions terms;
    @Mixin private OutputOption output;

    @Override
    public Integer call() {
        QueryText query =
                terms.addTo(document.query())
                        .with("activate", draft ? "false" : null)
                        .flag("force", force)
                        .flag("reinstate", reinstate);
        byte[] answer =
                service.admin()
                        .post(
                                "/api/v1/initdata" + query,
                                "application/toml",
                                Input.bytes(file),
                                terms.headers());
        JsonNode view = AdminClient.parse(answer);
        InitdataReport.print(view, output);
        if (!output.json()) {
            System.out.print(FindingLines.of(view.path("findings")));
        }
        return ExitCode.OK;
    }
}
