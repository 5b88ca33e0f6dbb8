package dev.fiducia.policy.schema;

import dev.fiducia.policy.text.BoundedPattern;
import dev.fiducia.policy.text.PatternRefused;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Reads schemas, keyword by keyword, in the order in which OPA's validator complains.
final class SchemaReader {
    private static final int MAX_DEPTH = 200;
    private static final List<String> TYPES =
            List.of("array", "boolean", "integer", "number", "null", "object", "string");

    private final References references;
    private final Meter meter;
    private final Map<String, Subschema> read = new HashMap<>();
    private int depth;

    SchemaReader(References references, Meter meter) {
        this.references = references;
        this.meter = meter;
    }

    Subschema root(RegoObject schema, Draft draft) throws SchemaException {
        return subschema(schema, draft, "");
    }

    private Subschema subschema(RegoValue schema, Draft draft, String base) throws SchemaException {
        return fill(new Subschema(draft), schema, base);
    }

    private Subschema fill(Subschema into, RegoValue schema, String outer) throws SchemaException {
        meter.step(8);
        if (schema instanceof RegoBoolean pass && into.draft.fromSix()) {
            into.pass = pass.value();
            return into;
        }
        if (!(schema instanceof RegoObject object)) {
            throw new SchemaException("Expected: schema, given: Invalid JSON");
        }
        if (++depth > MAX_DEPTH) {
            throw SchemaException.beyond("schema nested deeper than " + MAX_DEPTH);
        }
        String base = References.base(object, outer);
        definitions(object, into, base);
        optionalString(object, "title");
        optionalString(object, "description");
        String reference = optionalString(object, "$ref");
        if (reference != null) {
            into.target = referenced(References.absolute(base, reference), into.draft);
        } else {
            types(object, into);
            objects(object, into, base);
            arrays(object, into, base);
            NumberKeywords.read(object, into);
            strings(object, into);
            counts(object, into);
            values(object, into);
            combinations(object, into, base);
        }
        depth--;
        return into;
    }

    private Subschema referenced(String reference, Draft draft) throws SchemaException {
        var known = read.get(reference);
        if (known != null) {
            return known;
        }
        var target = new Subschema(draft);
        read.put(reference, target);
        var found = references.find(reference);
        if (!(found instanceof RegoObject) && !(found instanceof RegoBoolean)) {
            throw new SchemaException("schema must be of type object");
        }
        int hash = reference.indexOf('#');
        return fill(target, found, hash < 0 ? reference : reference.substring(0, hash));
    }

    private void definitions(RegoObject object, Subschema into, String base)
            throws SchemaException {
        var definitions = object.get("definitions");
        if (definitions == null) {
            return;
        }
        if (!(definitions instanceof RegoObject named)) {
            throw invalidType("array of schemas", "definitions");
        }
        for (int i = 0; i < named.size(); i++) {
            if (!isSchema(named.valueAt(i))) {
                throw invalidType("array of schemas", "definitions");
            }
            subschema(named.valueAt(i), into.draft, base);
        }
    }

    private static void types(RegoObject object, Subschema into) throws SchemaException {
        switch (object.get("type")) {
            case null -> {}
            case RegoString type -> addType(into, type.value());
            case RegoArray several -> {
                for (var one : several) {
                    if (!(one instanceof RegoString type)) {
                        throw invalidType("type", "string/array of strings");
                    }
                    addType(into, type.value());
                }
            }
            default -> throw invalidType("type", "string/array of strings");
        }
    }

    private static void addType(Subschema into, String type) throws SchemaException {
        if (!TYPES.contains(type)) {
            throw new SchemaException(
                    "has a primitive type that is NOT VALID -- given: /"
                            + type
                            + "/ Expected valid values are:"
                            + "[array boolean integer number null object string]");
        }
        if (into.types.contains(type)) {
            throw new SchemaException(type + " type is duplicated");
        }
        into.types.add(type);
    }

    private void objects(RegoObject object, Subschema into, String base) throws SchemaException {
        var properties = object.get("properties");
        if (properties != null) {
            if (!(properties instanceof RegoObject named)) {
                throw new SchemaException("properties must be of type object");
            }
            for (int i = 0; i < named.size(); i++) {
                into.properties.put(name(named, i), subschema(named.valueAt(i), into.draft, base));
            }
        }
        into.additionalProperties = others(object, "additionalProperties", into, base);
        switch (object.get("patternProperties")) {
            case null -> {}
            case RegoObject named -> {
                for (int i = 0; i < named.size(); i++) {
                    String expression = name(named, i);
                    var pattern = pattern(expression, "Invalid regex pattern '" + expression + "'");
                    into.patternProperties.add(
                            new Subschema.Named(
                                    pattern, subschema(named.valueAt(i), into.draft, base)));
                }
            }
            default -> throw invalidType("schema", "patternProperties");
        }
        var propertyNames = object.get("propertyNames");
        if (propertyNames != null && into.draft.fromSix()) {
            if (!isSchema(propertyNames)) {
                throw invalidType("schema", "patternProperties");
            }
            into.propertyNames = subschema(propertyNames, into.draft, base);
        }
        dependencies(object, into, base);
    }

    private void dependencies(RegoObject object, Subschema into, String base)
            throws SchemaException {
        var dependencies = object.get("dependencies");
        if (dependencies == null) {
            return;
        }
        if (!(dependencies instanceof RegoObject named)) {
            throw new SchemaException("dependencies must be of type object");
        }
        for (int i = 0; i < named.size(); i++) {
            var asked = named.valueAt(i);
            if (asked instanceof RegoArray list) {
                var names = new ArrayList<String>();
                for (var one : list) {
                    if (!(one instanceof RegoString string)) {
                        throw badDependency();
                    }
                    names.add(string.value());
                }
                into.dependencies.put(
                        name(named, i), new Subschema.Dependency.Properties(List.copyOf(names)));
            } else if (isSchema(asked)) {
                into.dependencies.put(
                        name(named, i),
                        new Subschema.Dependency.Fitting(subschema(asked, into.draft, base)));
            } else {
                throw badDependency();
            }
        }
    }

    private static SchemaException badDependency() {
        return new SchemaException("dependency must be of type schema or array of strings");
    }

    private void arrays(RegoObject object, Subschema into, String base) throws SchemaException {
        switch (object.get("items")) {
            case null -> {}
            case RegoArray list -> {
                for (var one : list) {
                    if (!isSchema(one)) {
                        throw invalidType("schema/array of schemas", "items");
                    }
                    into.items.add(subschema(one, into.draft, base));
                }
            }
            case RegoValue one when isSchema(one) ->
                    into.everyItem = subschema(one, into.draft, base);
            default -> throw invalidType("schema/array of schemas", "items");
        }
        into.additionalItems = others(object, "additionalItems", into, base);
    }

    private Subschema.@Nullable Others others(
            RegoObject object, String key, Subschema into, String base) throws SchemaException {
        return switch (object.get(key)) {
            case null -> null;
            case RegoBoolean any -> new Subschema.Others.Allowed(any.value());
            case RegoObject schema ->
                    new Subschema.Others.Fitting(subschema(schema, into.draft, base));
            default -> throw invalidType("boolean/schema", key);
        };
    }

    private void strings(RegoObject object, Subschema into) throws SchemaException {
        into.minLength = count(object, "minLength");
        into.maxLength = count(object, "maxLength");
        if (into.minLength != null && into.maxLength != null && into.minLength > into.maxLength) {
            throw new SchemaException("minLength cannot be greater than maxLength");
        }
        String expression = optionalString(object, "pattern");
        if (expression != null) {
            into.pattern = pattern(expression, "pattern must be a valid regex");
        }
        into.format = optionalString(object, "format");
    }

    private BoundedPattern pattern(String expression, String otherwise) throws SchemaException {
        try {
            meter.step(expression.length() + BoundedPattern.size(expression));
            return BoundedPattern.compile(expression);
        } catch (PatternRefused e) {
            throw e.isLimit()
                    ? SchemaException.beyond(otherwise + ": " + e.problem())
                    : new SchemaException(otherwise, e);
        }
    }

    private static void counts(RegoObject object, Subschema into) throws SchemaException {
        into.minProperties = count(object, "minProperties");
        into.maxProperties = count(object, "maxProperties");
        if (into.minProperties != null
                && into.maxProperties != null
                && into.minProperties > into.maxProperties) {
            throw new SchemaException("minProperties cannot be greater than maxProperties");
        }
        for (var name : list(object, "required")) {
            if (!(name instanceof RegoString string)) {
                throw invalidType("string", "required");
            }
            if (!into.required.add(string.value())) {
                throw new SchemaException("required items must be unique");
            }
        }
        into.minItems = count(object, "minItems");
        into.maxItems = count(object, "maxItems");
        var unique = object.get("uniqueItems");
        if (unique != null) {
            if (!(unique instanceof RegoBoolean bool)) {
                throw new SchemaException("uniqueItems must be of a boolean");
            }
            into.uniqueItems = bool.value();
        }
    }

    private static void values(RegoObject object, Subschema into) throws SchemaException {
        if (into.draft.fromSix()) {
            into.constant = object.get("const");
        }
        if (object.get("enum") != null) {
            var choices = new ArrayList<RegoValue>();
            var seen = new HashSet<RegoValue>();
            for (var choice : list(object, "enum")) {
                if (!seen.add(choice)) {
                    throw new SchemaException("enum items must be unique");
                }
                choices.add(choice);
            }
            into.choices = List.copyOf(choices);
        }
    }

    private void combinations(RegoObject object, Subschema into, String base)
            throws SchemaException {
        var contains = object.get("contains");
        if (contains != null && into.draft.fromSix()) {
            into.contains = subschema(contains, into.draft, base);
        }
        for (var one : list(object, "oneOf")) {
            into.oneOf.add(subschema(one, into.draft, base));
        }
        for (var one : list(object, "anyOf")) {
            into.anyOf.add(subschema(one, into.draft, base));
        }
        for (var one : list(object, "allOf")) {
            into.allOf.add(subschema(one, into.draft, base));
        }
        into.not = optionalSchema(object, "not", into, base);
        if (into.draft.fromSeven()) {
            into.condition = optionalSchema(object, "if", into, base);
            into.then = optionalSchema(object, "then", into, base);
            into.otherwise = optionalSchema(object, "else", into, base);
        }
    }

    private @Nullable Subschema optionalSchema(
            RegoObject object, String key, Subschema into, String base) throws SchemaException {
        var schema = object.get(key);
        if (schema == null) {
            return null;
        }
        if (!isSchema(schema)) {
            throw new SchemaException(key + " must be of an object");
        }
        return subschema(schema, into.draft, base);
    }

    private static boolean isSchema(RegoValue value) {
        return value instanceof RegoObject || value instanceof RegoBoolean;
    }

    private static String name(RegoObject named, int at) {
        var key = named.keyAt(at);
        return key instanceof RegoString string ? string.value() : key.toJson();
    }

    private static @Nullable String optionalString(RegoObject object, String key)
            throws SchemaException {
        return switch (object.get(key)) {
            case null -> null;
            case RegoString string -> string.value();
            case RegoValue _ -> throw invalidType("string", key);
        };
    }

    private static List<RegoValue> list(RegoObject object, String key) throws SchemaException {
        return switch (object.get(key)) {
            case null -> List.of();
            case RegoArray array -> array.elements();
            case RegoValue _ -> throw new SchemaException(key + " must be of an array");
        };
    }

    private static @Nullable Long count(RegoObject object, String key) throws SchemaException {
        var value = object.get(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof RegoNumber number) || !number.isLong()) {
            throw new SchemaException(key + " must be of an integer");
        }
        if (number.asLong() < 0) {
            throw new SchemaException(key + " must be greater than or equal to 0");
        }
        return number.asLong();
    }

    static SchemaException invalidType(String expected, String given) {
        return new SchemaException("Invalid type. Expected: " + expected + ", given: " + given);
    }
}
