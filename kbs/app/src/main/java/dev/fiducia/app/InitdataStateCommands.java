package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `fiducia initdata activate|supersede|expire|revoke`: changes of state.
final class InitdataStateCommands {
    private InitdataStateCommands() {}

    @Command(
            name = "activate",
            mixinStandardHelpOptions = true,
            description = "Stands for a revision from now on.")
    static final class Activate implements Callable<Integer> {
        @Mixin private ServiceOptions service;

        @Parameters(paramLabel = "ID|DIGEST|NAME/REVISION")
        private String reference = "";

        @Option(names = "--force", description = "In spite of errors; needs --reason.")
        private boolean force;

        @Option(names = "--reinstate", description = "Though it was revoked; needs --reason.")
        private boolean reinstate;

        @Mixin private ChangeOptions terms;

        @Override
        public Integer call() {
            QueryText query = new QueryText().flag("force", force).flag("reinstate", reinstate);
            return change(service, reference, "activate", query, terms);
        }
    }

    @Command(
            name = "supersede",
            mixinStandardHelpOptions = true,
            description = "Stands for a revision only while a grace lasts.")
    static final class Supersede implements Callable<Integer> {
        @Mixin private ServiceOptions service;

        @Parameters(paramLabel = "ID|DIGEST|NAME/REVISION")
        private String reference = "";

        @Option(
                names = "--grace",
                paramLabel = "TIME",
                description = "Such as 30m, 24h or 7d; none unless told.")
        private @Nullable String grace;

        @Mixin private ChangeOptions terms;

        @Override
        public Integer call() {
            QueryText query = new QueryText().with("grace", grace);
            return change(service, reference, "supersede", query, terms);
        }
    }

    @Command(
            name = "expire",
            mixinStandardHelpOptions = true,
            description = "Ends the time of a revision, without distrust.")
    static final class Expire implements Callable<Integer> {
        @Mixin private ServiceOptions service;

        @Parameters(paramLabel = "ID|DIGEST|NAME/REVISION")
        private String reference = "";

        @Mixin private ChangeOptions terms;

        @Override
        public Integer call() {
            return change(service, reference, "expire", new QueryText(), terms);
        }
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description =
                    "Revokes a document, or all revisions of a name: nothing is released to them any"
                            + " more.")
    static final class Revoke implements Callable<Integer> {
        @Mixin private ServiceOptions service;

        @Parameters(paramLabel = "ID|DIGEST|NAME[/REVISION]")
        private String reference = "";

        @Mixin private ChangeOptions terms;

        @Override
        public Integer call() {
            return change(service, reference, "revoke", new QueryText(), terms);
        }
    }

    private static int change(
            ServiceOptions service,
            String reference,
            String verb,
            QueryText query,
            ChangeOptions terms) {
        byte[] answer =
                service.admin()
                        .post(
                                RevisionPath.of(reference) + ":" + verb + terms.addTo(query),
                                "application/json",
                                new byte[0],
                                terms.headers());
        JsonNode view = AdminClient.parse(answer);
        JsonNode all =
                view.has("all") ? view.path("all") : JsonNodeFactory.instance.arrayNode().add(view);
        for (JsonNode each : all) {
            System.out.printf(
                    "%s%s/%s is %s%s%n",
                    terms.dryRun() ? "dry run: " : "",
                    each.path("name").asText(),
                    each.path("revision").asText(),
                    each.path("state").asText(),
                    each.path("proposed_by").isTextual()
                            ? "; another person than "
                                    + each.path("proposed_by").asText()
                                    + " has to activate it"
                            : "");
        }
        affected(view);
        System.out.print(FindingLines.of(view.path("findings")));
        return ExitCode.OK;
    }

    /// Who loses what by it.
    private static void affected(JsonNode view) {
        for (JsonNode grant : view.path("affected").path("grants")) {
            System.out.printf(
                    "  was granted %s to %s%n",
                    grant.path("resource").asText(), grant.path("name").asText());
        }
        int attested = view.path("affected").path("attestations").path("count").asInt();
        if (attested > 0) {
            System.out.printf(
                    "  attested %d times lately, last at %s%n",
                    attested, view.path("affected").path("attestations").path("last").asText());
        }
    }
}
