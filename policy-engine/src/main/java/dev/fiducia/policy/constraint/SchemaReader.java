package dev.fiducia.policy.constraint;

import dev.fiducia.policy.constraint.SchemaNode.JsonType;
import dev.fiducia.policy.constraint.SchemaNode.Junctors;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the schema of a template's parameters and holds it to the rules of structural schemas
/// (CustomResourceDefinition v1): every place has a type, unless it says that unknown fields or
/// integers and strings may stand there; nothing is defined within `allOf` and its kin.
///
/// A legacy schema may leave types out, and then allows fields that it does not name.
final class SchemaReader {
    private static final int MAX_DEPTH = 64;
    private static final Set<String> JUNCTORS = Set.of("allOf", "anyOf", "oneOf", "not");

    /// Keywords that a CustomResourceDefinition refuses.
    private static final Set<String> FORBIDDEN =
            Set.of(
                    "$ref",
                    "$schema",
                    "additionalItems",
                    "definitions",
                    "dependencies",
                    "deprecated",
                    "discriminator",
                    "id",
                    "patternProperties",
                    "readOnly",
                    "writeOnly",
                    "xml");

    private static final Set<String> KNOWN =
            Set.of(
                    "additionalProperties",
                    "allOf",
                    "anyOf",
                    "default",
                    "description",
                    "enum",
                    "example",
                    "exclusiveMaximum",
                    "exclusiveMinimum",
                    "externalDocs",
                    "format",
                    "items",
                    "maxItems",
                    "maxLength",
                    "maxProperties",
                    "maximum",
                    "minItems",
                    "minLength",
                    "minProperties",
                    "minimum",
                    "multipleOf",
                    "not",
                    "nullable",
                    "oneOf",
                    "pattern",
                    "properties",
                    "required",
                    "title",
                    "type",
                    "uniqueItems",
                    "x-kubernetes-embedded-resource",
                    "x-kubernetes-int-or-string",
                    "x-kubernetes-list-map-keys",
                    "x-kubernetes-list-type",
                    "x-kubernetes-map-type",
                    "x-kubernetes-preserve-unknown-fields");

    /// What may not be said within a junctor, as it would define instead of restrict.
    private static final Set<String> DEFINING =
            Set.of(
                    "additionalProperties",
                    "default",
                    "description",
                    "nullable",
                    "title",
                    "type",
                    "x-kubernetes-int-or-string",
                    "x-kubernetes-preserve-unknown-fields");

    /// Where a schema stands.
    private enum Place {
        STRUCTURE,
        /// Within `allOf` and its kin, where nothing is defined.
        JUNCTOR,
        /// In `anyOf: [{type: integer}, {type: string}]` beside x-kubernetes-int-or-string: the one
        /// junctor with types, which that keyword covers by itself.
        INT_OR_STRING
    }

    private final boolean legacy;

    SchemaReader(boolean legacy) {
        this.legacy = legacy;
    }

    SchemaNode read(RegoValue schema, String path) throws Refused {
        SchemaNode root = node(Fields.of(schema, path), path, 0, Place.STRUCTURE);
        if (!legacy && root.type() != JsonType.OBJECT && !root.anyOther()) {
            throw invalid("the schema of parameters must have type object", path + ".type");
        }
        return root;
    }

    private SchemaNode node(Fields schema, String path, int depth, Place place) throws Refused {
        if (depth > MAX_DEPTH) {
            throw invalid("the schema nests deeper than " + MAX_DEPTH, path);
        }
        keywords(schema, place);
        boolean junctor = place != Place.STRUCTURE;
        boolean intOrString = schema.flag("x-kubernetes-int-or-string").orElse(false);
        boolean preserve = schema.flag("x-kubernetes-preserve-unknown-fields").orElse(false);
        JsonType type = type(schema, intOrString);
        if (schema.flag("uniqueItems").orElse(false)) {
            throw invalid("must not be true", schema.path("uniqueItems"));
        }
        Map<String, SchemaNode> properties = properties(schema, depth, place);
        Others others = others(schema, depth);
        if (!properties.isEmpty() && (others.any || others.node != null)) {
            throw invalid(
                    "properties and additionalProperties exclude each other",
                    schema.path("additionalProperties"));
        }
        SchemaNode items = items(schema, type, depth, place);
        if (type == null && !intOrString && !preserve && !legacy && !junctor) {
            throw invalid("the type is required", schema.path("type"));
        }
        if (type == JsonType.ARRAY && items == null && !junctor) {
            throw invalid("an array needs a schema of its items", schema.path("items"));
        }
        boolean open =
                preserve
                        || others.any
                        || junctor
                        || (legacy && !intOrString && (type == null || type == JsonType.OBJECT));
        SchemaNode node =
                new SchemaNode(
                        type,
                        schema.flag("nullable").orElse(false) || (legacy && type == null),
                        intOrString,
                        open,
                        properties,
                        others.node,
                        items,
                        new HashSet<>(schema.texts("required")),
                        schema.value("default").orElse(null),
                        ValueRulesReader.read(schema),
                        junctors(schema, depth, intOrString));
        return checkedDefault(node, schema);
    }

    private static void keywords(Fields schema, Place place) throws Refused {
        for (RegoValue key : schema.object().keys()) {
            String name = key instanceof RegoString text ? text.value() : key.toJson();
            String at = schema.path(name);
            if (FORBIDDEN.contains(name)) {
                throw invalid(name + " must not be used", at);
            }
            if (name.equals("x-kubernetes-validations")) {
                throw invalid("rules in CEL are not supported; write them in Rego", at);
            }
            if (!KNOWN.contains(name)) {
                throw invalid("there is no keyword " + name, at);
            }
            boolean covered = place == Place.INT_OR_STRING && name.equals("type");
            if (place != Place.STRUCTURE && DEFINING.contains(name) && !covered) {
                throw invalid(name + " must not be used within allOf, anyOf, oneOf or not", at);
            }
        }
    }

    private static @Nullable JsonType type(Fields schema, boolean intOrString) throws Refused {
        Optional<String> name = schema.text("type");
        if (name.isEmpty() || name.get().isEmpty()) {
            return null;
        }
        if (intOrString) {
            throw invalid("must be empty beside x-kubernetes-int-or-string", schema.path("type"));
        }
        for (JsonType type : JsonType.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(name.get())) {
                return type;
            }
        }
        throw invalid("there is no type " + name.get(), schema.path("type"));
    }

    private Map<String, SchemaNode> properties(Fields schema, int depth, Place place)
            throws Refused {
        Map<String, SchemaNode> nodes = new HashMap<>();
        Optional<Fields> properties = schema.fields("properties");
        if (properties.isPresent()) {
            for (RegoValue key : properties.get().object().keys()) {
                String name = key instanceof RegoString text ? text.value() : key.toJson();
                nodes.put(
                        name,
                        node(
                                properties.get().requiredFields(name),
                                properties.get().path(name),
                                depth + 1,
                                place));
            }
        }
        return nodes;
    }

    private record Others(boolean any, @Nullable SchemaNode node) {}

    private Others others(Fields schema, int depth) throws Refused {
        Optional<RegoValue> others = schema.value("additionalProperties");
        if (others.isEmpty()) {
            return new Others(false, null);
        }
        if (others.get() == RegoBoolean.TRUE) {
            return new Others(true, null);
        }
        String path = schema.path("additionalProperties");
        if (others.get() == RegoBoolean.FALSE) {
            throw invalid("must not be false", path);
        }
        return new Others(
                false, node(Fields.of(others.get(), path), path, depth + 1, Place.STRUCTURE));
    }

    private @Nullable SchemaNode items(
            Fields schema, @Nullable JsonType type, int depth, Place place) throws Refused {
        Optional<Fields> items = schema.fields("items");
        if (items.isPresent()) {
            return node(items.get(), schema.path("items"), depth + 1, place);
        }
        return legacy && type == JsonType.ARRAY ? SchemaNode.ANYTHING : null;
    }

    private Junctors junctors(Fields schema, int depth, boolean intOrString) throws Refused {
        if (JUNCTORS.stream().allMatch(name -> schema.value(name).isEmpty())) {
            return Junctors.NONE;
        }
        Optional<Fields> not = schema.fields("not");
        return new Junctors(
                alternatives(schema, "allOf", depth, Place.JUNCTOR),
                alternatives(
                        schema, "anyOf", depth, intOrString ? Place.INT_OR_STRING : Place.JUNCTOR),
                alternatives(schema, "oneOf", depth, Place.JUNCTOR),
                not.isEmpty()
                        ? null
                        : node(not.get(), schema.path("not"), depth + 1, Place.JUNCTOR));
    }

    private List<SchemaNode> alternatives(Fields schema, String keyword, int depth, Place place)
            throws Refused {
        List<SchemaNode> nodes = new ArrayList<>();
        for (Fields one : schema.objects(keyword)) {
            String path = schema.path(keyword) + "[" + nodes.size() + "]";
            nodes.add(node(one, path, depth + 1, place));
        }
        return nodes;
    }

    private static SchemaNode checkedDefault(SchemaNode node, Fields schema) throws Refused {
        if (node.initial() != null) {
            List<ConstraintError> problems =
                    SchemaCheck.of(node, node.initial(), schema.path("default"));
            if (!problems.isEmpty()) {
                throw invalid(
                        "the default is not valid: " + problems.getFirst().message(),
                        problems.getFirst().location());
            }
        }
        return node;
    }

    static Refused invalid(String message, String location) {
        return new Refused(ConstraintError.INVALID_SCHEMA, message, location);
    }
}
