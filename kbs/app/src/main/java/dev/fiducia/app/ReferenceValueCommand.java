package dev.fiducia.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// `fiducia reference-value`: what evidence is compared with.
@Command(
        name = "reference-value",
        mixinStandardHelpOptions = true,
        description = "Computes, adds, shows, lists, imports and exports reference values.",
        subcommands = {ComputeCommand.class})
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
        RegistrationMessage.send(provenance, service.admin());
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

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description =
                    "Registers what other tools wrote: a Trustee's RVPS ConfigMap of any layout, the"
                            + " output of veritas, or measurements.json of a pod VM image; with"
                            + " --type a vendor's manifest.")
    int importFile(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "FILE", description = "- is standard input.") Path file,
            @Option(
                            names = "--tee",
                            paramLabel = "snp|tdx",
                            description = "Whose measurements they are; for measurements.json.")
                    @Nullable String tee,
            @Option(
                            names = "--type",
                            paramLabel = "swid|corim",
                            description = {
                                "A reference integrity manifest: swid (TCG RIM in XML, as NVIDIA's)",
                                "or corim (unsigned, CBOR). Nobody verifies a signature of it."
                            })
                    @Nullable String type) {
        if (type != null) {
            if (tee != null) {
                throw CommandFailure.usage("--tee is for measurements.json, not for manifests");
            }
            RegistrationMessage.send(type, Input.bytes(file), service.admin());
            System.out.println("registered the values of " + file);
            return ExitCode.OK;
        }
        String query = tee == null ? "" : "?tee=" + AdminClient.encoded(tee);
        byte[] answer =
                service.admin()
                        .post(
                                "/api/v1/reference-values:import" + query,
                                "application/octet-stream",
                                Input.bytes(file));
        AdminClient.parse(answer)
                .path("registered")
                .forEach(name -> System.out.println("registered " + name.asText()));
        return ExitCode.OK;
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Prints what is in force as the RVPS ConfigMap of a Trustee.")
    int export(
            @Mixin ServiceOptions service,
            @Option(
                            names = "--format",
                            defaultValue = "reference_value",
                            paramLabel = "LAYOUT",
                            description =
                                    "reference_value (today's), list (also veritas') or hash-value.")
                    String format) {
        byte[] map =
                service.admin()
                        .get(
                                "/api/v1/reference-values:export?format="
                                        + AdminClient.encoded(format));
        System.out.print(new String(map, StandardCharsets.UTF_8));
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
