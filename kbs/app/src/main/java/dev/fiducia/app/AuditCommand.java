package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.ha.audit.EventForm;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// `fiducia audit`: who decided and changed what, why somebody was denied, and whether the log is
/// whole.
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Reads and verifies the service's log of decisions and changes.")
final class AuditCommand {
    private static final String ROUTE = "/api/v1/audit";

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists decisions and changes, oldest first.")
    int list(
            @Mixin ServiceOptions service,
            @Mixin AuditFilterOptions filter,
            @Mixin OutputOption output) {
        pages(
                service,
                behind -> filter.query().with("after", behind),
                "",
                event -> System.out.println(output.json() ? event.toString() : line(event)));
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {
                "Shows one decision: who asked for what, what came of it, and why.",
                "A guest that is denied is told the id."
            })
    int show(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "DECISION-ID") String id,
            @Mixin OutputOption output) {
        JsonNode event =
                service.admin().getJson(ROUTE + "/decisions/" + AdminClient.encoded(id.strip()));
        if (output.json()) {
            System.out.println(event.toPrettyString());
            return ExitCode.OK;
        }
        for (String member : List.of("id", "time", "action", "actor", "target")) {
            System.out.printf("%-16s  %s%n", member, event.path(member).asText());
        }
        event.path("details")
                .properties()
                .forEach(detail ->
                        System.out.printf(
                                "%-16s  %s%n", detail.getKey(), detail.getValue().asText()));
        System.out.printf(
                "%-16s  %s, event %s of its chain%n",
                "chain", event.path("chain").asText(), event.path("seq").asText());
        return ExitCode.OK;
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = {
                "Prints decisions and changes as JSON lines for other systems, oldest first.",
                "With --after, what came since: what --cursor wrote to standard error last time."
            })
    int export(
            @Mixin ServiceOptions service,
            @Option(
                            names = "--form",
                            defaultValue = "json",
                            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
                    EventForm form,
            @Option(
                            names = "--after",
                            paramLabel = "CURSOR",
                            description = "Only events behind it.")
                    @Nullable String after,
            @Option(
                            names = "--cursor",
                            description = "Write where the export ended to standard error.")
                    boolean cursor,
            @Mixin AuditFilterOptions filter) {
        AuditPosition position = new AuditPosition(after == null ? "" : after);
        pages(
                service,
                behind -> filter.query().with("after", behind),
                position.toString(),
                event -> {
                    System.out.println(form.of(event));
                    position.pass(event);
                });
        if (cursor) {
            System.err.println(position);
        }
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
                        event.path("id").asText(event.path("seq").asText()),
                        event.path("time").asText(),
                        event.path("actor").asText(),
                        event.path("action").asText(),
                        event.path("target").asText(),
                        String.join(" ", details));
    }

    @Command(
            name = "checkpoint",
            mixinStandardHelpOptions = true,
            description = {
                "Prints a signed checkpoint: where all chains of the log end.",
                "Keep it elsewhere; `audit verify --checkpoint` proves that the log extends it."
            })
    int checkpoint(
            @Mixin ServiceOptions service,
            @Option(names = "--last", description = "The last one, instead of a new one.")
                    boolean last,
            @Mixin OutputOption output) {
        String route = ROUTE + "/checkpoint";
        JsonNode made =
                last
                        ? service.admin().getJson(route)
                        : AdminClient.parse(
                                service.admin().post(route, "application/json", new byte[0]));
        System.out.println(
                output.json() ? made.toPrettyString() : made.path("checkpoint").asText());
        return ExitCode.OK;
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Verifies the whole log; the exit status is 1 when it is not intact, and 5 when it is,"
                        + " but can't be shown to extend what was kept, because that was removed.",
                "Keep the head that this prints, or a checkpoint, and give it next time."
            })
    int verify(
            @Mixin ServiceOptions service,
            @Option(
                            names = "--head",
                            paramLabel = "SEQ:HASH",
                            description = "A head that was kept: the log has to lead through it.")
                    @Nullable String head,
            @Option(
                            names = "--checkpoint",
                            paramLabel = "FILE",
                            description = "A checkpoint that was kept: the log has to extend it.")
                    @Nullable Path checkpoint,
            @Mixin OutputOption output) {
        if (head != null && checkpoint != null) {
            throw CommandFailure.usage("give --head or --checkpoint");
        }
        JsonNode verdict =
                checkpoint == null
                        ? service.admin().getJson(ROUTE + "/verify" + headQuery(head))
                        : verifyAgainst(service, checkpoint);
        boolean intact = verdict.path("intact").asBoolean(false);
        if (output.json()) {
            System.out.println(verdict.toPrettyString());
        } else {
            AuditVerdictReport.print(verdict, intact);
        }
        if (!intact) {
            return ExitCode.FAILED;
        }
        return AuditVerdictReport.isUndecided(verdict) ? ExitCode.UNDECIDED : ExitCode.OK;
    }

    private static QueryText headQuery(@Nullable String head) {
        QueryText query = new QueryText();
        if (head != null) {
            String[] parts = head.split(":", 2);
            if (parts.length != 2) {
                throw CommandFailure.usage("--head is SEQ:HASH, as verify prints it");
            }
            query.with("seq", parts[0]).with("hash", parts[1]);
        }
        return query;
    }

    private static JsonNode verifyAgainst(ServiceOptions service, Path checkpoint) {
        byte[] body =
                AdminClient.write(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("checkpoint", Input.text(checkpoint).strip()));
        return AdminClient.parse(service.admin().post(ROUTE + "/verify", "application/json", body));
    }

    @Command(
            name = "prune",
            mixinStandardHelpOptions = true,
            description = {
                "Removes events that are older than a time; without --yes says how many.",
                "Only what a checkpoint covers goes, and the removal is itself on record. Export the"
                        + " events first: nothing brings them back."
            })
    int prune(
            @Mixin ServiceOptions service,
            @Option(
                            names = "--before",
                            required = true,
                            paramLabel = "TIME",
                            description = "Such as 2026-11-22T08:00:00Z.")
                    Instant before,
            @Option(names = "--reason", description = "Why; on record.") @Nullable String reason,
            @Option(names = "--yes", description = "Remove them.") boolean yes,
            @Mixin OutputOption output) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("before", before.toString());
        if (reason != null) {
            body.put("reason", reason);
        }
        String route = ROUTE + "/prune" + new QueryText().flag("dryRun", !yes);
        long decisions = 0;
        long changes = 0;
        JsonNode pruned;
        do {
            pruned =
                    AdminClient.parse(
                            service.admin()
                                    .post(route, "application/json", AdminClient.write(body)));
            decisions += pruned.path("decisions").asLong();
            changes += pruned.path("changes").asLong();
        } while (yes && pruned.path("more").asBoolean(false));
        boolean more = pruned.path("more").asBoolean(false);
        String limit = pruned.path("before").asText();
        if (output.json()) {
            System.out.println(
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("removed", yes)
                            .put("before", limit)
                            .put("decisions", decisions)
                            .put("changes", changes)
                            .put("more", more)
                            .toPrettyString());
        } else {
            System.out.printf(
                    "%s%s decisions and %s changes of before %s %s%n",
                    more ? "more than " : "",
                    decisions,
                    changes,
                    limit,
                    yes ? "were removed" : "would be removed; --yes removes them");
        }
        return ExitCode.OK;
    }
}
