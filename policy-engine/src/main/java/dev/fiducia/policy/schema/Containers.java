package dev.fiducia.policy.schema;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.HashMap;

/// Checks of arrays and objects.
final class Containers {
    private Containers() {}

    static void array(
            Validation validation, Subschema schema, RegoArray array, Outcome outcome, Place at)
            throws SchemaException {
        int size = array.size();
        for (int i = 0; i < size; i++) {
            var asked =
                    schema.everyItem != null
                            ? schema.everyItem
                            : i < schema.items.size() ? schema.items.get(i) : null;
            if (asked != null) {
                validation.merged(outcome, asked, array.get(i), at.below(Integer.toString(i)));
            }
        }
        if (!schema.items.isEmpty() && schema.items.size() < size) {
            additionalItems(validation, schema, array, outcome, at);
        }
        if (schema.minItems != null && size < schema.minItems) {
            outcome.add(
                    "array_min_items",
                    at,
                    "Array must have at least " + schema.minItems + " items");
        }
        if (schema.maxItems != null && size > schema.maxItems) {
            outcome.add(
                    "array_max_items", at, "Array must have at most " + schema.maxItems + " items");
        }
        if (schema.uniqueItems) {
            unique(validation, array, outcome, at);
        }
        if (schema.contains != null) {
            contains(validation, schema.contains, array, outcome, at);
        }
        outcome.fitted();
    }

    private static void additionalItems(
            Validation validation, Subschema schema, RegoArray array, Outcome outcome, Place at)
            throws SchemaException {
        switch (schema.additionalItems) {
            case null -> {}
            case Subschema.Others.Allowed(boolean any) -> {
                if (!any) {
                    outcome.add(
                            "array_no_additional_items",
                            at,
                            "No additional items allowed on array");
                }
            }
            case Subschema.Others.Fitting(Subschema asked) -> {
                for (int i = schema.items.size(); i < array.size(); i++) {
                    validation.merged(outcome, asked, array.get(i), at.below(Integer.toString(i)));
                }
            }
        }
    }

    private static void unique(Validation validation, RegoArray array, Outcome outcome, Place at)
            throws SchemaException {
        var seen = new HashMap<RegoValue, Integer>();
        for (int i = 0; i < array.size(); i++) {
            validation.step(1);
            var before = seen.put(array.get(i), i);
            if (before != null) {
                outcome.add("unique", at, "array items[%d,%d] must be unique".formatted(before, i));
            }
        }
    }

    private static void contains(
            Validation validation, Subschema asked, RegoArray array, Outcome outcome, Place at)
            throws SchemaException {
        Outcome best = null;
        for (int i = 0; i < array.size(); i++) {
            var result = validation.of(asked, array.get(i), at.below(Integer.toString(i)));
            if (result.valid()) {
                return;
            }
            best = Validation.better(best, result);
        }
        outcome.add("contains", at, "At least one of the items must match");
        validation.merge(outcome, best);
    }

    static void object(
            Validation validation, Subschema schema, RegoObject object, Outcome outcome, Place at)
            throws SchemaException {
        if (schema.minProperties != null && object.size() < schema.minProperties) {
            outcome.add(
                    "array_min_properties",
                    at,
                    "Must have at least " + schema.minProperties + " properties");
        }
        if (schema.maxProperties != null && object.size() > schema.maxProperties) {
            outcome.add(
                    "array_max_properties",
                    at,
                    "Must have at most " + schema.maxProperties + " properties");
        }
        for (var name : schema.required) {
            validation.step(1);
            if (object.get(name) == null) {
                outcome.add("required", at, name + " is required");
            } else {
                outcome.fitted();
            }
        }
        for (int i = 0; i < object.size(); i++) {
            property(validation, schema, name(object, i), object.valueAt(i), outcome, at);
        }
        if (schema.propertyNames != null) {
            for (int i = 0; i < object.size(); i++) {
                String name = name(object, i);
                var result = validation.of(schema.propertyNames, RegoString.of(name), at);
                if (!result.valid()) {
                    outcome.add(
                            "invalid_property_name",
                            at,
                            "Property name of \"" + name + "\" does not match");
                    validation.merge(outcome, result);
                }
            }
        }
        outcome.fitted();
    }

    private static void property(
            Validation validation,
            Subschema schema,
            String name,
            RegoValue value,
            Outcome outcome,
            Place at)
            throws SchemaException {
        boolean described = schema.properties.containsKey(name);
        boolean matched = false;
        for (var named : schema.patternProperties) {
            validation.step(named.pattern().cost(name));
            if (named.pattern().find(name)) {
                matched = true;
                validation.merged(outcome, named.schema(), value, at.below(name));
            }
        }
        if (matched) {
            outcome.fitted();
        }
        if (described || matched) {
            return;
        }
        switch (schema.additionalProperties) {
            case null -> {}
            case Subschema.Others.Allowed(boolean any) -> {
                if (!any) {
                    outcome.add(
                            "additional_property_not_allowed",
                            at,
                            "Additional property " + name + " is not allowed");
                }
            }
            case Subschema.Others.Fitting(Subschema asked) ->
                    validation.merged(outcome, asked, value, at.below(name));
        }
    }

    private static String name(RegoObject object, int at) {
        var key = object.keyAt(at);
        return key instanceof RegoString string ? string.value() : key.toJson();
    }
}
