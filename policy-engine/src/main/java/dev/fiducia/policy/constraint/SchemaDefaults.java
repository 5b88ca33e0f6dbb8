package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.Map;

/// Fills absent fields with the defaults of their schema. Objects that are absent themselves stay
/// absent, unless their own schema has a default.
final class SchemaDefaults {
    private SchemaDefaults() {}

    static RegoValue fill(SchemaNode schema, RegoValue value) {
        return switch (value) {
            case RegoObject object -> object(schema, object);
            case RegoArray array when schema.items() != null -> {
                SchemaNode items = schema.items();
                yield RegoArray.copyOf(array.elements().stream().map(e -> fill(items, e)).toList());
            }
            default -> value;
        };
    }

    private static RegoObject object(SchemaNode schema, RegoObject object) {
        RegoObject filled = object;
        for (Map.Entry<String, SchemaNode> entry : schema.properties().entrySet()) {
            RegoString name = RegoString.of(entry.getKey());
            SchemaNode property = entry.getValue();
            RegoValue value = object.get(name);
            boolean absent = value == null || (value instanceof RegoNull && !property.nullable());
            RegoValue initial = property.initial();
            if (absent && initial != null) {
                filled = filled.with(name, fill(property, initial));
            } else if (value != null) {
                filled = filled.with(name, fill(property, value));
            }
        }
        SchemaNode others = schema.others();
        if (others != null) {
            for (RegoValue key : object.keys()) {
                RegoValue value = object.get(key);
                if (value != null
                        && !schema.properties().containsKey(String.valueOf(key.toJava()))) {
                    filled = filled.with(key, fill(others, value));
                }
            }
        }
        return filled;
    }
}
