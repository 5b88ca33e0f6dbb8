package dev.fiducia.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Base64;
import java.util.List;

/// `fiducia reference-value`: what evidence is compared with.
@Command(
        name = "reference-value",
        mixinStandardHelpOptions = true,
        description = "Adds, shows and lists reference values.")
final class ReferenceValueCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Registers a list of accepted values, or one single value.")
    int add(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(
                            arity = "1..*",
                            paramLabel = "VALUE",
                            description = "Text; or JSON such as 3 or true with --json.")
                    List<String> values,
            @Option(names = "--json", description = "Read each value as JSON.") boolean json,
            @Option(names = "--single", description = "Store the value itself, not a list of one.")
                    boolean single) {
        if (single && values.size() != 1) {
            throw CommandFailure.failed("--single takes exactly one value");
        }
        var list = JsonNodeFactory.instance.arrayNode();
        for (String value : values) {
            list.add(json ? parsed(value) : JsonNodeFactory.instance.textNode(value));
        }
        ObjectNode provenance = JsonNodeFactory.instance.objectNode();
        provenance.set(name, single ? list.get(0) : list);
        ObjectNode message =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("version", "0.1.0")
                        .put("type", "sample")
                        .put(
                                "payload",
                                Base64.getEncoder().encodeToString(AdminClient.write(provenance)));
        service.admin()
                .post("/kbs/v0/reference-value", "application/json", AdminClient.write(message));
        System.out.println("registered " + name);
        return ExitCode.OK;
    }

    @Command(
            name = "get",
            mixinStandardHelpOptions = true,
            description = "Prints the value in force, as JSON.")
    int get(@Mixin ServiceOptions service, @Parameters(paramLabel = "NAME") String name) {
        System.out.println(
                service.admin().getJson("/kbs/v0/reference-value/" + AdminClient.encoded(name)));
        return ExitCode.OK;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists names, sources, expiry and values.")
    int list(@Mixin ServiceOptions service) {
        for (JsonNode value :
                service.admin().getJson("/api/v1/reference-values").path("reference_values")) {
            System.out.printf(
                    "%-28s %-24s until %s  %s%n",
                    value.path("name").asText(),
                    value.path("source").asText(),
                    value.path("expires").asText(),
                    value.path("value"));
        }
        return ExitCode.OK;
    }

    private static JsonNode parsed(String value) {
        try {
            return JSON.readTree(value);
        } catch (JsonProcessingException e) {
            throw CommandFailure.failed("not JSON: " + value);
        }
    }
}
