package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `fiducia collateral`: what has to be known besides evidence to judge it.
@Command(
        name = "collateral",
        mixinStandardHelpOptions = true,
        description =
                "Fetches what vendors publish about their hardware, and carries it in signed bundles"
                        + " to where no network is.",
        subcommands = {
            CollateralFetchCommand.class,
            CollateralExportCommand.class,
            CollateralImportCommand.class,
            CollateralVerifyCommand.class,
        })
final class CollateralCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = {
                "Shows what the replica that is asked holds, and how its sources do.",
                "The exit status is 1 where a document is past its end."
            })
    int status(@Mixin ServiceOptions service, @Mixin OutputOption output) {
        JsonNode status = service.admin().getJson("/api/v1/collateral");
        boolean isExpired = false;
        for (JsonNode document : status.path("documents")) {
            isExpired |= document.path("expired").asBoolean(true);
        }
        if (output.json()) {
            System.out.println(status.toPrettyString());
        } else {
            print(status);
        }
        return isExpired ? ExitCode.FAILED : ExitCode.OK;
    }

    private static void print(JsonNode status) {
        for (JsonNode document : status.path("documents")) {
            System.out.printf(
                    "%-52s edition %s until %s%s, from %s%n",
                    document.path("id").asText(),
                    document.path("edition").asText(),
                    document.path("expires").asText(),
                    document.path("expired").asBoolean(true) ? " (EXPIRED)" : "",
                    document.path("origin").asText());
        }
        System.out.printf("%s certificates of chips%n", status.path("chip_certificates").asText());
        for (JsonNode source : status.path("sources")) {
            System.out.printf(
                    "%s: %s calls, %s failed%s%s%n",
                    source.path("name").asText(),
                    source.path("calls").asText(),
                    source.path("failures").asText(),
                    source.path("paused").asBoolean(false) ? ", left alone for a while" : "",
                    source.has("last_failure")
                            ? "; last: " + source.path("last_failure").asText()
                            : "");
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
