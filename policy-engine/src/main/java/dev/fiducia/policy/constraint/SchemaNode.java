package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// One place of a structural schema: what a value there may be.
///
/// @param type null where any type may stand
/// @param anyOther whether fields without a schema may be there and are left alone
/// @param others the schema of fields without one of their own, if they have one
/// @param initial the value that an absent field gets
record SchemaNode(
        @Nullable JsonType type,
        boolean nullable,
        boolean intOrString,
        boolean anyOther,
        Map<String, SchemaNode> properties,
        @Nullable SchemaNode others,
        @Nullable SchemaNode items,
        Set<String> required,
        @Nullable RegoValue initial,
        ValueRules rules,
        Junctors junctors) {

    /// A schema that allows everything.
    static final SchemaNode ANYTHING =
            new SchemaNode(
                    null,
                    true,
                    false,
                    true,
                    Map.of(),
                    null,
                    null,
                    Set.of(),
                    null,
                    ValueRules.NONE,
                    Junctors.NONE);

    SchemaNode {
        properties = Map.copyOf(properties);
        required = Set.copyOf(required);
    }

    /// The types that OpenAPI knows; a schema names them in lower case.
    enum JsonType {
        OBJECT,
        ARRAY,
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN
    }

    /// Schemas that hold together, in part, or not at all.
    record Junctors(
            List<SchemaNode> allOf,
            List<SchemaNode> anyOf,
            List<SchemaNode> oneOf,
            @Nullable SchemaNode not) {
        static final Junctors NONE = new Junctors(List.of(), List.of(), List.of(), null);

        Junctors {
            allOf = List.copyOf(allOf);
            anyOf = List.copyOf(anyOf);
            oneOf = List.copyOf(oneOf);
        }

        boolean isNone() {
            return allOf.isEmpty() && anyOf.isEmpty() && oneOf.isEmpty() && not == null;
        }
    }
}
