package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `fiducia initdata show|get|changes|attestations`: what the service knows of one document.
final class InitdataReadCommands {
    private InitdataReadCommands() {}

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one registered document: of a name the newest in force.")
    static final class Show implements Callable<Integer> {
        @Mixin private ServiceOptions service;

        @Parameters(paramLabel = "ID|DIGEST|NAME[/REVISION]")
        private String reference = "";

        @Mixin private OutputOption output;

        @Override
        public Integer call() {
            JsonNode view = service.admin().getJson(RevisionPath.of(reference));
            InitdataReport.print(view, output);
            if (!output.json()) {
                System.out.print(FindingLines.of(view.path("findings")));
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "get",
            mixinStandardHelpOptions = true,
            description = "Prints a piece of a registered document as it is.")
    static final class Get implements Callable<Integer> {
        @Mixin private ServiceOptions service;

        @Parameters(index = "0", paramLabel = "raw|annotation|claims|digests|values")
        private RevisionPath.Piece piece = RevisionPath.Piece.RAW;

        @Parameters(index = "1", paramLabel = "ID|DIGEST|NAME[/REVISION]")
        private String reference = "";

        @Override
        public Integer call() {
            byte[] bytes = service.admin().get(RevisionPath.of(reference) + piece.suffix());
            System.out.write(bytes, 0, bytes.length);
            System.out.flush();
            return ExitCode.OK;
        }
    }

    @Command(
            name = "changes",
            mixinStandardHelpOptions = true,
            description = "What changes from one revision of a name to another.")
    static final class Changes implements Callable<Integer> {
        @Mixin private ServiceOptions service;

        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Option(names = "--from", paramLabel = "REVISION")
        private @Nullable String from;

        @Option(names = "--to", paramLabel = "REVISION")
        private @Nullable String to;

        @Mixin private OutputOption output;

        @Override
        public Integer call() {
            QueryText query = new QueryText().with("from", from).with("to", to);
            JsonNode diff =
                    service.admin()
                            .getJson(
                                    "/api/v1/initdata/"
                                            + AdminClient.encoded(name)
                                            + "/diff"
                                            + query);
            System.out.print(
                    output.json() ? diff.toPrettyString() + "\n" : diff.path("unified").asText());
            return ExitCode.OK;
        }
    }

    @Command(
            name = "attestations",
            mixinStandardHelpOptions = true,
            description = "Who attested lately with a document, as far as the service remembers.")
    static final class Attestations implements Callable<Integer> {
        @Mixin private ServiceOptions service;

        @Parameters(paramLabel = "ID|DIGEST|NAME", arity = "0..1")
        private @Nullable String reference;

        @Mixin private OutputOption output;

        @Override
        public Integer call() {
            QueryText query = new QueryText().with("initdata", reference);
            JsonNode answer = service.admin().getJson("/api/v1/attestations" + query);
            if (output.json()) {
                System.out.println(answer.toPrettyString());
                return ExitCode.OK;
            }
            for (JsonNode each : answer.path("items")) {
                System.out.printf(
                        "%s  %-12s %-16s %s%n",
                        each.path("at").asText(),
                        each.path("tee").asText(),
                        each.path("outcome").asText(),
                        each.path("initdata").path("name").asText("-"));
            }
            System.out.println("remembered since " + answer.path("since").asText());
            return ExitCode.OK;
        }
    }
}
