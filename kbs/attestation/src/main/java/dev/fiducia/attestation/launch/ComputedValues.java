package dev.fiducia.attestation.launch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/// What was worked out of one set of artefacts.
///
/// @param values each name once
/// @param notes what could not be worked out, and where to take it from
public record ComputedValues(List<ComputedValue> values, List<String> notes) {

    public ComputedValues {
        values = List.copyOf(values);
        notes = List.copyOf(notes);
        if (values.stream().map(ComputedValue::name).distinct().count() != values.size()) {
            throw new IllegalArgumentException("a name was worked out twice");
        }
    }

    /// Names and values as a registration carries them: a list, or one text.
    public ObjectNode provenance() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (ComputedValue value : values) {
            if (value.single()) {
                object.put(value.name(), value.values().getFirst());
            } else {
                ArrayNode list = object.putArray(value.name());
                value.values().forEach(list::add);
            }
        }
        return object;
    }
}
