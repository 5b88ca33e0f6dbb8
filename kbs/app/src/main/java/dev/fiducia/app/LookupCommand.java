package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.BoundValue;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.lookup.KnownDocument;
import dev.fiducia.initdata.lookup.Lookup;
import dev.fiducia.initdata.lookup.LookupJson;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `fiducia initdata lookup`: which document a value comes from, or which mistake it is.
@Command(
        name = "lookup",
        mixinStandardHelpOptions = true,
        description =
                "Which document a PCR 8, HOSTDATA, MRCONFIGID, digest or annotation comes from, or"
                        + " what went wrong: offline of the documents given, with --url of those"
                        + " that are registered.",
        footer = "%nFails when no document matches.")
final class LookupCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VALUE", description = "Hexadecimal, base64 or an annotation.")
    private String value = "";

    @Option(
            names = "--document",
            paramLabel = "FILE",
            description = "A document that it may come from; may be repeated.")
    private List<Path> files = List.of();

    @Option(
            names = "--field",
            paramLabel = "FIELD",
            description =
                    "Where the value was seen: host-data, mr-config-id, config-id,"
                            + " personalization-value, pcr08 or sample.")
    private @Nullable String field;

    @Mixin private ServiceOptions service;
    @Mixin private OutputOption output;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        ObjectNode result =
                asksService()
                        ? registered()
                        : LookupJson.of(Lookup.explain(value, field(), documents()));
        if (output.json()) {
            System.out.println(result.toPrettyString());
        } else {
            System.out.print(text(result));
        }
        return result.path("matches").asBoolean(false) ? ExitCode.OK : ExitCode.FAILED;
    }

    private boolean asksService() {
        return spec.commandLine().getParseResult().hasMatchedOption("--url");
    }

    private ObjectNode registered() {
        if (!files.isEmpty()) {
            throw CommandFailure.usage("--document is for documents that no service knows");
        }
        String name = field().map(LookupCommand::parameter).orElse("value");
        ObjectNode question = JsonNodeFactory.instance.objectNode().put(name, value);
        JsonNode answer =
                AdminClient.parse(
                        service.admin()
                                .post(
                                        "/api/v1/lookup",
                                        "application/json",
                                        AdminClient.write(question)));
        return answer instanceof ObjectNode object ? object : question;
    }

    private static String parameter(BoundValue.Field field) {
        return switch (field) {
            case PCR8 -> "pcr08";
            case HOST_DATA -> "hostData";
            case MR_CONFIG_ID -> "mrConfigId";
            case CONFIG_ID -> "configId";
            case PERSONALIZATION_VALUE -> "personalizationValue";
            case SAMPLE -> "value";
        };
    }

    private Optional<BoundValue.Field> field() {
        if (field == null) {
            return Optional.empty();
        }
        Optional<BoundValue.Field> known =
                Arrays.stream(BoundValue.Field.values())
                        .filter(each -> each.wireName().equals(field))
                        .findFirst();
        if (known.isEmpty()) {
            throw CommandFailure.failed(
                    "no field "
                            + field
                            + "; there are "
                            + Arrays.stream(BoundValue.Field.values())
                                    .map(BoundValue.Field::wireName)
                                    .collect(Collectors.joining(", ")));
        }
        return known;
    }

    private List<KnownDocument> documents() {
        List<KnownDocument> documents = new ArrayList<>();
        for (Path file : files) {
            try {
                documents.add(
                        new KnownDocument(
                                file.toString(), InitdataDocument.parse(Input.bytes(file))));
            } catch (InitdataException e) {
                throw CommandFailure.failed(file + ": " + e.code() + ": " + e.getMessage());
            }
        }
        return documents;
    }

    private static String text(JsonNode result) {
        if (result.has("unreadable")) {
            return "no value: " + result.path("unreadable").asText() + "\n";
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode explanation : result.path("explanations")) {
            text.append(explanation.path("match").asBoolean() ? "match: " : "no match: ")
                    .append(explanation.path("message").asText())
                    .append('\n');
            JsonNode revision = explanation.path("revision");
            if (revision.isObject()) {
                text.append("  ")
                        .append(revision.path("name").asText())
                        .append('/')
                        .append(revision.path("revision").asText())
                        .append(", ")
                        .append(revision.path("state").asText())
                        .append('\n');
            }
            explanation
                    .path("fixes")
                    .forEach(fix -> text.append("  ").append(fix.asText()).append('\n'));
        }
        return text.isEmpty() ? "no match: nothing known gives this value\n" : text.toString();
    }
}
