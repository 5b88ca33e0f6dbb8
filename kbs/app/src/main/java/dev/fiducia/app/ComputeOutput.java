package dev.fiducia.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.launch.ComputedValue;
import dev.fiducia.attestation.launch.ComputedValues;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What becomes of values that were worked out: they are printed, and registered if asked for.
final class ComputeOutput {
    /// How values are printed.
    enum Format {
        TEXT,
        JSON,
        MESSAGE
    }

    @Option(
            names = "--output",
            defaultValue = "text",
            paramLabel = "text|json|message",
            description =
                    "text for people, json for programs, message for the RVPS of any Trustee"
                            + " (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Option(
            names = "--register",
            description =
                    "Register the values with the service, in place of those that were registered"
                            + " under these names before.")
    private boolean register;

    @Mixin private ServiceOptions service = new ServiceOptions();

    int print(ComputedValues values) {
        switch (format) {
            case TEXT -> System.out.print(text(values));
            case JSON -> System.out.println(json(values).toPrettyString());
            case MESSAGE ->
                    System.out.println(RegistrationMessage.of(values.provenance()).toString());
        }
        if (register) {
            RegistrationMessage.send(values.provenance(), service.admin());
        }
        return ExitCode.OK;
    }

    private static String text(ComputedValues values) {
        StringBuilder text = new StringBuilder();
        for (ComputedValue value : values.values()) {
            text.append(value.name()).append(": ").append(value.meaning()).append('\n');
            value.values().forEach(one -> text.append("  ").append(one).append('\n'));
        }
        values.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
        return text.toString();
    }

    private static ObjectNode json(ComputedValues values) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("reference_values");
        ObjectNode named = values.provenance();
        for (ComputedValue value : values.values()) {
            list.addObject()
                    .put("name", value.name())
                    .put("meaning", value.meaning())
                    .set("value", named.get(value.name()));
        }
        ArrayNode notes = json.putArray("notes");
        values.notes().forEach(notes::add);
        return json;
    }
}
