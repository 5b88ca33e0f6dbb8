package dev.fiducia.policy.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Collectors;

class JsonSchemaTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    []                       | schema is invalid
                    {"type": 1}              | Invalid type. Expected: type, given: string/array of strings
                    {"type": ["null","null"]} | null type is duplicated
                    {"properties": []}       | properties must be of type object
                    {"properties": {"a": 1}} | Expected: schema, given: Invalid JSON
                    {"additionalProperties": 1} | Invalid type. Expected: boolean/schema, given: additionalProperties
                    {"pattern": "("}         | pattern must be a valid regex
                    {"pattern": "(?=a)b"}    | pattern must be a valid regex
                    {"patternProperties": {"(": {}}} | Invalid regex pattern '('
                    {"minLength": -1}        | minLength must be greater than or equal to 0
                    {"minLength": 3, "maxLength": 2} | minLength cannot be greater than maxLength
                    {"maxItems": 1.5}        | maxItems must be of an integer
                    {"multipleOf": 0}        | multipleOf must be strictly greater than 0
                    {"minimum": "1"}         | minimum must be of a number
                    {"exclusiveMinimum": true} | exclusiveMinimum cannot be used without minimum
                    {"required": ["a","a"]}  | required items must be unique
                    {"enum": [1, 1.0]}       | enum items must be unique
                    {"not": 1}               | not must be of an object
                    {"$ref": "#/definitions/a"} | Object has no key 'definitions'
                    {"$ref": "http://example.com/a"} | remote reference loading disabled: http://example.com/a
                    {"$ref": "file:///etc/passwd"} | remote reference loading disabled: file:///etc/passwd
                    {"$schema": 4}           | $schema must be of type string
                    {"$schema": "http://json-schema.org/draft-04/schema#", "not": true} | Expected: schema, given: Invalid JSON
                    """)
    void refusesWhatIsNoSchema(String schema, String message) {
        assertThatThrownBy(() -> compile(schema)).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"type": "integer"} | 1.5 | invalid_type (root): Invalid type. Expected: integer, given: number
                    {"type": ["string","null"]} | 1 | invalid_type (root): Invalid type. Expected: [string,null], given: integer
                    {"properties": {"a": {"items": {"minimum": 2}}}} | {"a": [3, 1]} | number_gte a.1: Must be greater than or equal to 2
                    {"required": ["b","a"]} | {} | required (root): b is required; required (root): a is required
                    {"additionalProperties": false, "properties": {"a": {}}, "patternProperties": {"^x": {}}} | {"a": 1, "xy": 2, "z": 3} | additional_property_not_allowed (root): Additional property z is not allowed
                    {"additionalProperties": {"type": "null"}} | {"z": 3} | invalid_type z: Invalid type. Expected: null, given: integer
                    {"enum": ["a", 1.0]} | "b" | enum (root): (root) must be one of the following: "a", 1
                    {"enum": []} | "b" | enum (root): (root) must be one of the following: (none)
                    {"const": {"a": 1.0}} | 2 | const (root): (root) does not match: {"a":1}
                    {"pattern": "^a+$"} | "b" | pattern (root): Does not match pattern '^a+$'
                    {"minLength": 2, "maxLength": 1000000} | "é" | string_gte (root): String length must be greater than or equal to 2
                    {"multipleOf": 0.1} | 0.25 | multiple_of (root): Must be a multiple of 0.1
                    {"maximum": 3, "exclusiveMaximum": true} | 3 | number_lt (root): Must be less than 3
                    {"exclusiveMaximum": 1000000} | 1e9 | number_lt (root): Must be less than 1e+06
                    {"uniqueItems": true} | [1, 2, 1.0] | unique (root): array items[0,2] must be unique
                    {"items": [{}, {}], "additionalItems": false} | [1, 2, 3] | array_no_additional_items (root): No additional items allowed on array
                    {"contains": {"type": "string"}} | [1] | contains (root): At least one of the items must match; invalid_type 0: Invalid type. Expected: string, given: integer
                    {"propertyNames": {"maxLength": 1}} | {"ab": 1} | invalid_property_name (root): Property name of "ab" does not match; string_lte (root): String length must be less than or equal to 1
                    {"dependencies": {"a": ["b"]}} | {"a": 1} | missing_dependency (root): Has a dependency on b
                    {"not": {"type": "string"}} | "x" | number_not (root): Must not validate the schema (not)
                    {"allOf": [{"type": "string"}, {}]} | 1 | invalid_type (root): Invalid type. Expected: string, given: integer; number_all_of (root): Must validate all the schemas (allOf)
                    {"anyOf": [{"type": "string"}, {"minimum": 5}]} | 1 | number_any_of (root): Must validate at least one schema (anyOf); number_gte (root): Must be greater than or equal to 5
                    {"oneOf": [{}, {}]} | 1 | number_one_of (root): Must validate one and only one schema (oneOf)
                    {"if": {"type": "integer"}, "then": {"minimum": 2}} | 1 | condition_then (root): Must validate "then" as "if" was valid; number_gte (root): Must be greater than or equal to 2
                    false | 1 | false (root): False always fails validation
                    {"definitions": {"s": {"type": "string"}}, "items": {"$ref": "#/definitions/s"}} | [1] | invalid_type 0: Invalid type. Expected: string, given: integer
                    {"$id": "http://x/root", "definitions": {"s": {"$id": "s", "type": "string"}}, "items": {"$ref": "s"}} | [1] | invalid_type 0: Invalid type. Expected: string, given: integer
                    {"type": "object", "properties": {"next": {"$ref": "#"}}} | {"next": {"next": 1}} | invalid_type next.next: Invalid type. Expected: object, given: integer
                    """)
    void saysWhatDoesNotFit(String schema, String document, String violations) throws Exception {
        assertThat(violations(compile(schema), document)).isEqualTo(violations);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"type": "integer"} | 1.0
                    {"$schema": "http://json-schema.org/draft-04/schema#", "const": 1} | 2
                    {"anyOf": [{"type": "string"}, {"type": "integer"}]} | 1
                    {"if": {"type": "string"}, "then": false} | 1
                    {"format": "unheard-of"} | "x"
                    {"format": "date-time"} | "2020-02-29T12:00:00.5+02:00"
                    {"format": "email"} | "Ann <ann@example.com>"
                    {"format": "ipv6"} | "::ffff:1.2.3.4"
                    {"format": "uri"} | "https://example.com/a?b#c"
                    {"format": "json-pointer"} | "/a~1b"
                    {} | null
                    """)
    void acceptsWhatFits(String schema, String document) throws Exception {
        assertThat(violations(compile(schema), document)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    date-time | 2021-02-29T12:00:00Z
                    time      | 24:00:00
                    email     | ann
                    ipv4      | 1.2.3.04
                    ipv6      | 1::2::3
                    uri       | //example.com
                    uri       | https://[::1
                    hostname  | -a.b
                    regex     | (
                    uuid      | 1234
                    json-pointer | a
                    """)
    void refusesFormats(String format, String text) throws Exception {
        assertThat(violations(compile("{\"format\": \"" + format + "\"}"), '"' + text + '"'))
                .isEqualTo("format (root): Does not match format '" + format + "'");
    }

    @Test
    void endsSchemasThatMultiply() {
        var schema = new StringBuilder("{\"definitions\": {\"a0\": {\"type\": \"string\"}");
        for (int i = 1; i < 40; i++) {
            String below = "{\"$ref\": \"#/definitions/a" + (i - 1) + "\"}";
            schema.append(", \"a%d\": {\"anyOf\": [%s, %s]}".formatted(i, below, below));
        }
        schema.append("}, \"$ref\": \"#/definitions/a39\"}");
        assertThatThrownBy(() ->
                        compile(schema.toString()).validate(parse("1"), Meter.ofSteps(100_000)))
                .hasMessageContaining("takes more than");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"items\": {\"enum\": [\"%s\"]}}",
                "{\"items\": {\"const\": \"%s\"}}",
                "{\"items\": {\"required\": [\"%s\"]}}",
                "{\"items\": {\"dependencies\": {\"a\": [\"%s\"]}}}",
            })
    void endsDescriptionsThatMultiply(String schema) throws Exception {
        var compiled = compile(schema.formatted("long".repeat(5_000)));
        String items = "[" + "{\"a\": 1},".repeat(10_000) + "1]";
        assertThatThrownBy(() -> compiled.validate(parse(items), Meter.ofSteps(1_000_000)))
                .hasMessageContaining("takes more than");
    }

    @Test
    void endsReferencesThatLeadBack() throws Exception {
        var schema = compile("{\"$ref\": \"#\"}");
        assertThatThrownBy(() -> schema.validate(parse("1"), Meter.ofSteps(100_000)))
                .hasMessageContaining("deeper than");
    }

    @Test
    void endsSchemasThatNest() {
        String deep = "{\"not\": ".repeat(300) + "{}" + "}".repeat(300);
        assertThatThrownBy(() -> compile(deep)).hasMessageContaining("deeper than");
    }

    private static JsonSchema compile(String schema) throws SchemaException {
        return JsonSchema.compile(parse(schema), Meter.ofSteps(1_000_000));
    }

    private static String violations(JsonSchema schema, String document) throws SchemaException {
        return schema.validate(parse(document), Meter.ofSteps(1_000_000)).stream()
                .map(v -> v.type() + " " + v.message())
                .collect(Collectors.joining("; "));
    }

    private static RegoValue parse(String json) {
        try {
            return RegoJson.parse(json);
        } catch (RegoJsonException e) {
            throw new AssertionError(json, e);
        }
    }
}
