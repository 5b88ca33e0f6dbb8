package dev.fiducia.policy.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.math.BigDecimal;
import java.util.Random;

/// Schemas made of the keywords, in the right places and the wrong ones, are refused or do their
/// work.
class SchemaFuzzTest {
    private static final String[] KEYWORDS = {
        "$ref",
        "$id",
        "id",
        "$schema",
        "definitions",
        "type",
        "properties",
        "patternProperties",
        "additionalProperties",
        "propertyNames",
        "dependencies",
        "required",
        "items",
        "additionalItems",
        "contains",
        "minItems",
        "maxItems",
        "uniqueItems",
        "multipleOf",
        "minimum",
        "exclusiveMinimum",
        "maximum",
        "exclusiveMaximum",
        "minLength",
        "maxLength",
        "pattern",
        "format",
        "const",
        "enum",
        "oneOf",
        "anyOf",
        "allOf",
        "not",
        "if",
        "then",
        "else",
        "a"
    };
    private static final String[] TEXTS = {
        "a",
        "",
        "#",
        "#/definitions/a",
        "#/properties/a",
        "#a",
        "http://x/y#z",
        "string",
        "object",
        "array",
        "integer",
        "^a*$",
        "(",
        "(a{9}){9}",
        "date-time",
        "uri",
        "email",
        "regex",
        "%zz",
        "http://json-schema.org/draft-04/schema#",
        "[::1",
        "\uD800"
    };

    @Property(tries = 3000)
    void endsWithAResultOrATypedRefusal(@ForAll long seed) {
        var random = new Random(seed);
        var schema = value(random, 5);
        var document = value(random, 3);
        try {
            var compiled = JsonSchema.compile(schema, Meter.ofSteps(50_000));
            assertThat(compiled.validate(document, Meter.ofSteps(50_000))).isNotNull();
        } catch (SchemaException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static RegoValue value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 5)) {
            case 0 -> RegoNull.NULL;
            case 1 -> RegoBoolean.of(random.nextBoolean());
            case 2 -> RegoNumber.of(random.nextInt(-1, 4));
            case 3 -> RegoNumber.of(new BigDecimal("0.5"));
            case 4, 5 -> RegoString.of(TEXTS[random.nextInt(TEXTS.length)]);
            case 6, 7 -> {
                var array = RegoArray.builder();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(random, depth - 1));
                }
                yield array.build();
            }
            default -> {
                var object = RegoObject.builder();
                for (int i = random.nextInt(5); i > 0; i--) {
                    object.put(KEYWORDS[random.nextInt(KEYWORDS.length)], value(random, depth - 1));
                }
                yield object.build();
            }
        };
    }
}
