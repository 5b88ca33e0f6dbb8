package dev.fiducia.policy.constraint;

import static dev.fiducia.policy.constraint.Documents.object;
import static dev.fiducia.policy.constraint.Documents.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.value.RegoValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

/// Schemas of parameters, and parameters held to them.
class ParameterSchemaTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{type: string}#5#must be string, is number",
                "{type: integer}#1.5#must be integer, is number",
                "{type: boolean}#\"true\"#must be boolean, is string",
                "{type: array, items: {type: string}}#{}#must be array, is object",
                "{type: array, items: {type: string}}#[a, 5]#must be string, is number",
                "{type: object}#[]#must be object, is array",
                "{type: string}#null#must be string, is null",
                "{type: string, enum: [a, b]}#c#must be one of [\"a\",\"b\"]",
                "{type: string, pattern: '^a+$'}#ab#must match ^a+$",
                "{type: string, minLength: 2}#a#must have at least 2 characters, has 1",
                "{type: string, maxLength: 2}#abc#must have at most 2 characters, has 3",
                "{type: integer, minimum: 3}#2#must be at least 3",
                "{type: integer, minimum: 3, exclusiveMinimum: true}#3#must be greater than 3",
                "{type: number, maximum: 3.5}#3.6#must be at most 3.5",
                "{type: number, maximum: 3.5, exclusiveMaximum: true}#3.5#must be less than 3.5",
                "{type: integer, multipleOf: 4}#6#must be a multiple of 4",
                "{type: array, maxItems: 1, items: {type: integer}}#[1, 2]#must have at most 1 items, has 2",
                "{type: array, minItems: 1, items: {type: integer}}#[]#must have at least 1 items, has 0",
                "{type: object, properties: {b: {type: string}}}#{c: x}#unknown field",
                "{type: object, required: [b], properties: {b: {type: string}}}#{}#the field is required",
                "{type: object, additionalProperties: {type: integer}}#{c: x}#must be integer, is string",
                "{type: object, additionalProperties: true, minProperties: 1}#{}#must have at least 1 fields, has 0",
                "{x-kubernetes-int-or-string: true}#1.5#must be an integer or a string, is number",
                "{x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}#true#must be an integer or a string, is boolean",
                "{type: string, anyOf: [{pattern: a}, {pattern: b}]}#c#must fit one of the schemas of anyOf",
                "{type: string, oneOf: [{pattern: a}, {pattern: b}]}#ab#must fit exactly one of the schemas of oneOf",
                "{type: string, allOf: [{pattern: a}, {pattern: b}]}#a#must match b",
                "{type: string, not: {pattern: a}}#a#must not fit the schema of not",
            })
    void refusesParametersThatDoNotFit(String property, String value, String message) {
        assertThat(errors(property, value))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.message()).isEqualTo(message);
                    assertThat(error.code()).isEqualTo(ConstraintError.SCHEMA_VIOLATION);
                    assertThat(error.location()).startsWith("spec.parameters.a");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{type: string, nullable: true}#null",
                "{type: integer}#1.0",
                "{type: number}#1",
                "{type: object, additionalProperties: true}#{c: x}",
                "{type: object, x-kubernetes-preserve-unknown-fields: true}#{c: [x, {d: 1}]}",
                "{x-kubernetes-preserve-unknown-fields: true}#[1, a]",
                "{x-kubernetes-int-or-string: true}#5",
                "{x-kubernetes-int-or-string: true}#five",
                "{type: string, oneOf: [{pattern: a}, {pattern: b}]}#b",
                "{type: string, not: {pattern: a}}#b",
            })
    void takesParametersThatFit(String property, String value) {
        assertThat(errors(property, value)).isEmpty();
    }

    @Test
    void fillsInDefaults() throws Refused {
        String properties =
                "a: {type: integer, default: 5}, b: {type: object, properties: {c: {type: string,"
                        + " default: x}}}, d: {type: array, items: {type: object, properties: {e: {type:"
                        + " boolean, default: true}}}}";
        ParameterSchema schema = schema(properties, "v1");
        assertThat(schema.admit(Optional.empty())).isEqualTo(object("{}"));
        assertThat(schema.admit(Optional.of(object("{b: {}, d: [{}]}"))))
                .isEqualTo(object("{a: 5, b: {c: x}, d: [{e: true}]}"));
        assertThat(schema.admit(Optional.of(object("{a: 6}")))).isEqualTo(object("{a: 6}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{}#the type is required",
                "{type: text}#there is no type text",
                "{type: array}#an array needs a schema of its items",
                "{type: array, items: {}}#the type is required",
                "{type: object, additionalProperties: false}#must not be false",
                "{type: object, properties: {b: {type: string}}, additionalProperties: true}#exclude each other",
                "{type: string, $ref: other}#$ref must not be used",
                "{type: string, pattern: '('}#missing",
                "{type: string, pattern: '((a{1,999}){1,999}){1,999}'}#too large",
                "{type: string, minLength: -1}#must not be negative",
                "{type: string, uniqueItems: true}#must not be true",
                "{type: string, default: 5}#the default is not valid",
                "{type: string, colour: red}#there is no keyword colour",
                "{type: string, anyOf: [{type: string}]}#must not be used within",
                "{type: string, x-kubernetes-validations: [{rule: x}]}#CEL",
                "{type: string, x-kubernetes-int-or-string: true}#must be empty beside",
            })
    void refusesSchemasThatAreNotStructural(String property, String message) {
        assertThat(refusal(property, "v1")).contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{type: array}", "{type: object, properties: {b: {}}}"})
    void takesLegacySchemasThatAreNotStructural(String property) throws Refused {
        ParameterSchema schema = schema("a: " + property, "v1beta1");
        assertThat(schema.admit(Optional.of(object("{other: 1}")))).isEqualTo(object("{other: 1}"));
    }

    @Test
    void takesNoParametersWithoutASchema() throws Refused {
        ParameterSchema v1 = ParameterSchema.read(Fields.of(object("{}"), ""), false);
        assertThat(v1.admit(Optional.empty())).isEqualTo(object("{}"));
        assertThat(errors(v1, "{a: 1}")).hasSize(1);
        ParameterSchema legacy = ParameterSchema.read(Fields.of(object("{}"), ""), true);
        assertThat(legacy.admit(Optional.of(object("{a: 1}")))).isEqualTo(object("{a: 1}"));
    }

    @Test
    void doesNotCheckForever() throws Refused {
        String one = "{type: string, enum: [" + "x, ".repeat(5000) + "z]}";
        ParameterSchema schema = schema("a: {type: array, items: " + one + "}", "v1");
        assertThat(errors(schema, "{a: [" + "z, ".repeat(50_000) + "z]}"))
                .anyMatch(error -> error.message().equals("there is too much to check"));
    }

    private static List<ConstraintError> errors(String property, String value) {
        try {
            return errors(schema("a: " + property, "v1"), "{a: " + value + "}");
        } catch (Refused refusal) {
            throw new AssertionError(refusal);
        }
    }

    private static List<ConstraintError> errors(ParameterSchema schema, String parameters) {
        try {
            schema.admit(Optional.of(yaml(parameters)));
            return List.of();
        } catch (Refused refusal) {
            return refusal.errors();
        }
    }

    private static String refusal(String property, String version) {
        try {
            schema("a: " + property, version);
            return "";
        } catch (Refused refusal) {
            return refusal.errors().toString();
        }
    }

    private static ParameterSchema schema(String properties, String version) throws Refused {
        RegoValue spec =
                yaml(
                        "{validation: {openAPIV3Schema: {type: object, properties: {"
                                + properties
                                + "}}}}");
        return ParameterSchema.read(Fields.of(spec, "spec"), !version.equals("v1"));
    }
}
