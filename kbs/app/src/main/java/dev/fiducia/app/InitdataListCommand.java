package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Instant;
import java.util.concurrent.Callable;

/// `fiducia initdata list`: the registered documents that a filter takes.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the registered documents.")
final class InitdataListCommand implements Callable<Integer> {
    @Mixin private ServiceOptions service;

    @Option(names = "--name", description = "The revisions of this name.")
    private @Nullable String name;

    @Option(names = "--state", description = "draft, active, superseded, revoked, expired.")
    private @Nullable String state;

    @Option(names = "--label", paramLabel = "KEY[=VALUE]", description = "With this label.")
    private @Nullable String label;

    @Option(names = "--tee", description = "Meant for this platform, or for any.")
    private @Nullable String tee;

    @Option(
            names = "--expiring-before",
            paramLabel = "TIME",
            description = "In force, and over before this time.")
    private @Nullable Instant expiringBefore;

    @Option(names = "--finding", paramLabel = "ID", description = "With this finding.")
    private @Nullable String finding;

    @Mixin private OutputOption output;

    @Override
    public Integer call() {
        ArrayNode documents = documents();
        if (output.json()) {
            System.out.println(documents.toPrettyString());
            return ExitCode.OK;
        }
        for (JsonNode document : documents) {
            System.out.printf(
                    "%s  %-10s %s/%s%n",
                    document.path("digest").asText(),
                    document.path("state").asText(),
                    document.path("name").asText(),
                    document.path("revision").asText());
        }
        return ExitCode.OK;
    }

    private ArrayNode documents() {
        ArrayNode documents = JsonNodeFactory.instance.arrayNode();
        String after = "";
        do {
            QueryText query =
                    new QueryText()
                            .with("name", name)
                            .with("state", state)
                            .with("label", label)
                            .with("tee", tee)
                            .with("expiringBefore", expiringBefore)
                            .with("finding", finding)
                            .with("after", after);
            JsonNode page = service.admin().getJson("/api/v1/initdata" + query);
            page.path("items").forEach(documents::add);
            after = page.path("next").asText("");
        } while (!after.isEmpty());
        return documents;
    }
}
