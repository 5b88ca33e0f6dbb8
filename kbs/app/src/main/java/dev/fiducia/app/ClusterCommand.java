package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.Locale;

/// `fiducia cluster`: the replicas that know one another.
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description = "Shows the replicas that know one another.")
final class ClusterCommand {

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = {
                "Shows the members as the replica that is asked sees them.",
                "The exit status is 1 where there is a cluster and what it keeps is not used."
            })
    int status(@Mixin ServiceOptions service, @Mixin OutputOption output) {
        JsonNode status = service.admin().getJson("/api/v1/cluster");
        boolean enabled = status.path("enabled").asBoolean(false);
        boolean used = status.path("used").asBoolean(false);
        if (output.json()) {
            System.out.println(status.toPrettyString());
        } else if (!enabled) {
            System.out.println("this service is in no cluster");
        } else {
            System.out.printf(
                    "%s: %s, %s members of at least %s, %s sessions kept here%n",
                    status.path("name").asText(),
                    used ? "used" : "NOT USED",
                    status.path("members").size(),
                    status.path("majority").asText(),
                    status.path("sessions").asText());
            for (JsonNode member : status.path("members")) {
                System.out.printf(
                        "  %s  %s%s%n",
                        member.path("id").asText(),
                        member.path("address").asText(),
                        remark(member));
            }
        }
        if (!output.json()) {
            printLeader(status);
            JsonNode clock = status.path("clock");
            if (!clock.isMissingNode()) {
                System.out.println(clock(clock));
            }
        }
        return enabled && !used ? ExitCode.FAILED : ExitCode.OK;
    }

    private static void printLeader(JsonNode status) {
        JsonNode leader = status.path("leader");
        System.out.printf(
                "tasks of one replica for all: %s%n",
                leader.isMissingNode()
                        ? "nobody is known to do them"
                        : "done by %s%s, term %s"
                                .formatted(
                                        leader.path("name").asText(),
                                        leader.path("self").asBoolean()
                                                ? " (the one that was asked)"
                                                : "",
                                        leader.path("term").asText()));
        for (JsonNode task : status.path("tasks")) {
            if (task.has("last")) {
                System.out.printf(
                        "  %s  %s%s%n",
                        task.path("name").asText(),
                        task.path("last").asText(),
                        task.path("ok").asBoolean() ? "" : "  FAILED");
            }
        }
    }

    static String clock(JsonNode clock) {
        double ahead = clock.path("ahead_seconds").asDouble();
        return String.format(
                Locale.ROOT,
                "clock: %.1f s %s the database's%s",
                Math.abs(ahead),
                ahead < 0 ? "behind" : "ahead of",
                clock.path("wrong").asBoolean() ? ": SET IT" : "");
    }

    private static String remark(JsonNode member) {
        if (member.path("self").asBoolean(false)) {
            return "  the one that was asked";
        }
        return member.path("proved").asBoolean(false) ? "" : "  HAS NOT PROVED ITSELF";
    }
}
