package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;

/// `fiducia token-key`: the keys that attestation tokens are signed with.
@Command(
        name = "token-key",
        mixinStandardHelpOptions = true,
        description = "Shows and rotates the keys that attestation tokens are signed with.")
final class TokenKeyCommand {
    private static final String ROUTE = "/api/v1/token-keys";

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Shows the keys whose tokens are believed, the oldest first.")
    int list(@Mixin ServiceOptions service, @Mixin OutputOption output) {
        print(service.admin().getJson(ROUTE), output);
        return ExitCode.OK;
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a new key. It is published at once and signs when the overlap is over, on all"
                        + " replicas; tokens of the key before stay valid until they expire."
            })
    int rotate(
            @Mixin ServiceOptions service,
            @Option(
                            names = "--overlap",
                            defaultValue = "PT10M",
                            paramLabel = "DURATION",
                            description = "Such as PT10M or PT1H (default: ${DEFAULT-VALUE}).")
                    Duration overlap,
            @Mixin OutputOption output) {
        print(
                AdminClient.parse(
                        service.admin()
                                .post(
                                        ROUTE,
                                        "application/json",
                                        AdminClient.write(
                                                JsonNodeFactory.instance
                                                        .objectNode()
                                                        .put(
                                                                "overlapSeconds",
                                                                overlap.toSeconds())))),
                output);
        return ExitCode.OK;
    }

    private static void print(JsonNode keys, OutputOption output) {
        if (output.json()) {
            System.out.println(keys.toPrettyString());
            return;
        }
        for (JsonNode key : keys.path("items")) {
            System.out.printf(
                    "%s  %s  %s%n",
                    key.path("kid").asText(),
                    key.path("state").asText(),
                    key.path("from").asText(""));
        }
    }
}
