package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// `fiducia audit`: who changed what, and whether the log is whole.
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Reads and verifies the service's log of changes.")
final class AuditCommand {
    private static final String ROUTE = "/api/v1/audit";

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists changes, oldest first.")
    int list(
            @Mixin ServiceOptions service,
            @Option(names = "--target", description = "An id (sha256:…) or a name.")
                    @Nullable String target,
            @Option(names = "--actor", description = "Who made them.") @Nullable String actor,
            @Option(names = "--since", paramLabel = "TIME", description = "Not before this time.")
                    @Nullable Instant since,
            @Mixin OutputOption output) {
        pages(
                service,
                behind ->
                        new QueryText()
                                .with("target", target)
                                .with("actor", actor)
                                .with("since", since)
                                .with("after", behind),
                "",
                event -> System.out.println(output.json() ? event.toString() : line(event)));
        return ExitCode.OK;
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = {
                "Prints changes as JSON lines for other systems, oldest first.",
                "With --after, what came since the last export: its last sequence number."
            })
    int export(
            @Mixin ServiceOptions service,
            @Option(
                            names = "--form",
                            defaultValue = "json",
                            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
                    AuditForm form,
            @Option(names = "--after", paramLabel = "SEQ", description = "Only events behind it.")
                    @Nullable Long after,
            @Option(names = "--since", paramLabel = "TIME", description = "Not before this time.")
                    @Nullable Instant since) {
        pages(
                service,
                behind -> new QueryText().with("since", since).with("after", behind),
                after == null ? "" : after.toString(),
                event -> System.out.println(form.of(event)));
        return ExitCode.OK;
    }

    private static void pages(
            ServiceOptions service,
            Function<String, QueryText> query,
            String from,
            Consumer<JsonNode> each) {
        String after = from;
        do {
            JsonNode page = service.admin().getJson(ROUTE + query.apply(after));
            page.path("items").forEach(each);
            after = page.path("next").asText("");
        } while (!after.isEmpty());
    }

    private static String line(JsonNode event) {
        List<String> details = new ArrayList<>();
        event.path("details")
                .properties()
                .forEach(detail -> details.add(detail.getKey() + "=" + detail.getValue().asText()));
        return "%s  %s  %s  %s  %s  %s"
                .formatted(
                        event.path("seq").asText(),
                        event.path("time").asText(),
                        event.path("actor").asText(),
                        event.path("action").asText(),
                        event.path("target").asText(),
                        String.join(" ", details));
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Verifies the whole log; the exit status is 1 when it is not intact.",
                "Keep the head that this prints, and give it next time."
            })
    int verify(
            @Mixin ServiceOptions service,
            @Option(
                            names = "--head",
                            paramLabel = "SEQ:HASH",
                            description = "A head that was kept: the log has to lead through it.")
                    @Nullable String head,
            @Mixin OutputOption output) {
        QueryText query = new QueryText();
        if (head != null) {
            String[] parts = head.split(":", 2);
            if (parts.length != 2) {
                throw CommandFailure.usage("--head is SEQ:HASH, as verify prints it");
            }
            query.with("seq", parts[0]).with("hash", parts[1]);
        }
        JsonNode verdict = service.admin().getJson(ROUTE + "/verify" + query);
        boolean intact = verdict.path("intact").asBoolean(false);
        if (output.json()) {
            System.out.println(verdict.toPrettyString());
        } else {
            System.out.printf(
                    "%s, %s events%nhead %s:%s%n",
                    intact ? "intact" : "NOT INTACT",
                    verdict.path("events").asText(),
                    verdict.at("/head/seq").asText(),
                    verdict.at("/head/hash").asText());
            for (JsonNode problem : verdict.path("problems")) {
                System.out.printf(
                        "  %s %s: %s%n",
                        problem.path("seq").asText(),
                        problem.path("kind").asText(),
                        problem.path("message").asText());
            }
        }
        return intact ? ExitCode.OK : ExitCode.FAILED;
    }
}
