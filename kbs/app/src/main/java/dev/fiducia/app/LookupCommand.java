package dev.fiducia.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.BoundValue;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.lookup.Deviation;
import dev.fiducia.initdata.lookup.Explanation;
import dev.fiducia.initdata.lookup.KnownDocument;
import dev.fiducia.initdata.lookup.Lookup;
import dev.fiducia.initdata.lookup.LookupResult;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
                "Offline: which document a PCR 8, HOSTDATA, MRCONFIGID, digest or annotation comes"
                        + " from, or what went wrong.",
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

    @Mixin private OutputOption output;

    @Override
    public Integer call() {
        LookupResult result = Lookup.explain(value, field(), documents());
        if (output.json()) {
            System.out.println(json(result).toPrettyString());
        } else {
            System.out.print(text(result));
        }
        return result.matches().isEmpty() ? ExitCode.FAILED : ExitCode.OK;
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

    private static ObjectNode json(LookupResult result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("matches", !result.matches().isEmpty());
        result.unreadable().ifPresent(reason -> json.put("unreadable", reason));
        ArrayNode explanations = json.putArray("explanations");
        for (Explanation explanation : result.explanations()) {
            ObjectNode entry = explanations.addObject();
            explanation.document().ifPresent(known -> entry.put("document", known.id()));
            entry.put("form", explanation.form().wireName());
            ArrayNode deviations = entry.putArray("deviations");
            explanation.deviations().stream().map(Deviation::code).forEach(deviations::add);
            entry.put("message", explanation.message());
            ArrayNode fixes = entry.putArray("fixes");
            explanation.fixes().forEach(fixes::add);
        }
        return json;
    }

    private static String text(LookupResult result) {
        if (result.unreadable().isPresent()) {
            return "no value: " + result.unreadable().get() + "\n";
        }
        StringBuilder text = new StringBuilder();
        for (Explanation explanation : result.explanations()) {
            text.append(explanation.isMatch() ? "match: " : "no match: ")
                    .append(explanation.message())
                    .append('\n');
            explanation.fixes().forEach(fix -> text.append("  ").append(fix).append('\n'));
        }
        return text.isEmpty() ? "no match: nothing known gives this value\n" : text.toString();
    }
}
