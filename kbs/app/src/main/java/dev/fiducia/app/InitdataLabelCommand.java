package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/// `fiducia initdata label`: other labels for a revision.
@Command(
        name = "label",
        mixinStandardHelpOptions = true,
        description = "Gives a revision these labels in place of those it has.")
final class InitdataLabelCommand implements Callable<Integer> {
    @Mixin private ServiceOptions service;

    @Parameters(index = "0", paramLabel = "ID|DIGEST|NAME/REVISION")
    private String reference = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "KEY=VALUE")
    private Map<String, String> labels = new TreeMap<>();

    @Option(names = "--force", description = "In spite of rules against it; needs --reason.")
    private boolean force;

    @Mixin private ChangeOptions terms;

    @Override
    public Integer call() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode wanted = body.putObject("labels");
        labels.forEach(wanted::put);
        QueryText query = terms.addTo(new QueryText()).flag("force", force);
        byte[] answer =
                service.admin()
                        .put(
                                RevisionPath.of(reference) + "/labels" + query,
                                "application/json",
                                AdminClient.write(body),
                                terms.headers());
        JsonNode view = AdminClient.parse(answer);
        System.out.printf(
                "%s%s/%s has the labels %s%n",
                terms.dryRun() ? "dry run: " : "",
                view.path("name").asText(),
                view.path("revision").asText(),
                view.path("labels"));
        return ExitCode.OK;
    }
}
