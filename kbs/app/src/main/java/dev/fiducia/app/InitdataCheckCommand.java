package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.initdata.lint.Severity;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `fiducia initdata check`: what the service would say to a document, without registering it.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Asks the service what it would say to a document; nothing is registered.",
            "The exit status is 1 when it would refuse, or a finding is as bad as --fail-on."
        })
final class InitdataCheckCommand implements Callable<Integer> {
    @Mixin private ServiceOptions service;
    @Mixin private DocumentOptions document;
    @Mixin private OutputOption output;

    @Parameters(paramLabel = "FILE", description = "- is standard input.")
    private Path file = Path.of("-");

    @Option(
            names = "--fail-on",
            defaultValue = "error",
            paramLabel = "error|warning|info",
            description = "From which severity on to fail (default: ${DEFAULT-VALUE}).")
    private Severity failOn;

    @Override
    public Integer call() {
        JsonNode answer =
                AdminClient.parse(
                        service.admin()
                                .post(
                                        "/api/v1/initdata:check" + document.query(),
                                        "application/toml",
                                        Input.bytes(file)));
        if (output.json()) {
            System.out.println(answer.toPrettyString());
        } else {
            System.out.print(FindingLines.of(answer.path("findings")));
            JsonNode registration = answer.path("registration");
            System.out.println(
                    registration.path("outcome").asText("refused")
                            + (registration.path("message").isTextual()
                                    ? ": " + registration.path("message").asText()
                                    : ""));
        }
        return fails(answer) ? ExitCode.FAILED : ExitCode.OK;
    }

    private boolean fails(JsonNode answer) {
        if (!answer.path("acceptable").asBoolean(false)) {
            return true;
        }
        for (JsonNode finding : answer.path("findings")) {
            for (Severity severity : Severity.values()) {
                if (severity.wireName().equals(finding.path("severity").asText())
                        && severity.compareTo(failOn) <= 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
