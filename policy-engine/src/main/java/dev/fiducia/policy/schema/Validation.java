package dev.fiducia.policy.schema;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One check of a document against a schema: types, combinations of schemas, conditions. What is
/// particular to objects, arrays, strings and numbers is checked by its own class.
final class Validation {
    private static final int MAX_DEPTH = 600;

    private final Meter meter;
    private int depth;

    Validation(Meter meter) {
        this.meter = meter;
    }

    Outcome of(Subschema schema, RegoValue document) throws SchemaException {
        return of(schema, document, Place.ROOT);
    }

    Outcome of(Subschema schema, RegoValue value, Place at) throws SchemaException {
        var outcome = new Outcome(meter);
        check(schema, value, outcome, at);
        return outcome;
    }

    /// The outcome of a part, added to that of the whole.
    Outcome merged(Outcome whole, Subschema schema, RegoValue value, Place at)
            throws SchemaException {
        var outcome = of(schema, value, at);
        merge(whole, outcome);
        return outcome;
    }

    void merge(Outcome whole, @Nullable Outcome part) throws SchemaException {
        if (part != null) {
            meter.step(part.violations().size());
            whole.merge(part);
        }
    }

    void step(long steps) throws SchemaException {
        meter.step(steps);
    }

    void check(Subschema schema, RegoValue value, Outcome outcome, Place at)
            throws SchemaException {
        meter.step(2);
        if (++depth > MAX_DEPTH) {
            throw SchemaException.beyond("schema references lead deeper than " + MAX_DEPTH);
        }
        if (schema.pass != null) {
            if (!schema.pass) {
                outcome.add("false", at, "False always fails validation");
            }
        } else if (schema.target != null) {
            check(schema.target, value, outcome, at);
        } else {
            checkTyped(schema, value, outcome, at);
        }
        depth--;
    }

    private void checkTyped(Subschema schema, RegoValue value, Outcome outcome, Place at)
            throws SchemaException {
        String given = given(value);
        boolean fits =
                schema.types.isEmpty()
                        || schema.types.contains(given)
                        || (given.equals("integer") && schema.types.contains("number"));
        if (!fits) {
            outcome.add(
                    "invalid_type",
                    at,
                    "Invalid type. Expected: " + Words.types(schema.types) + ", given: " + given);
            return;
        }
        combined(schema, value, outcome, at);
        switch (value) {
            case RegoNumber number -> Scalars.number(meter, schema, number, outcome, at);
            case RegoArray array -> Containers.array(this, schema, array, outcome, at);
            case RegoObject object -> Containers.object(this, schema, object, outcome, at);
            case RegoNull _, RegoBoolean _, RegoString _, RegoSet _ -> {}
        }
        common(schema, value, outcome, at);
        if (value instanceof RegoString string) {
            Scalars.string(meter, schema, string, outcome, at);
        }
        if (value instanceof RegoObject object) {
            for (var property : schema.properties.entrySet()) {
                var below = object.get(property.getKey());
                if (below != null) {
                    check(property.getValue(), below, outcome, at.below(property.getKey()));
                }
            }
        }
        outcome.fitted();
    }

    private static String given(RegoValue value) {
        return switch (value) {
            case RegoNull _ -> "null";
            case RegoBoolean _ -> "boolean";
            case RegoNumber number -> number.isInteger() ? "integer" : "number";
            case RegoString _ -> "string";
            case RegoArray _, RegoSet _ -> "array";
            case RegoObject _ -> "object";
        };
    }

    private void combined(Subschema schema, RegoValue value, Outcome outcome, Place at)
            throws SchemaException {
        if (!schema.anyOf.isEmpty()) {
            anyOf(schema, value, outcome, at);
        }
        if (!schema.oneOf.isEmpty()) {
            oneOf(schema, value, outcome, at);
        }
        if (!schema.allOf.isEmpty()) {
            boolean all = true;
            for (var one : schema.allOf) {
                all &= merged(outcome, one, value, at).valid();
            }
            if (!all) {
                outcome.add("number_all_of", at, "Must validate all the schemas (allOf)");
            }
        }
        if (schema.not != null && of(schema.not, value, at).valid()) {
            outcome.add("number_not", at, "Must not validate the schema (not)");
        }
        if (value instanceof RegoObject object) {
            dependencies(schema, object, outcome, at);
        }
        if (schema.condition != null) {
            conditional(schema, schema.condition, value, outcome, at);
        }
        outcome.fitted();
    }

    private void anyOf(Subschema schema, RegoValue value, Outcome outcome, Place at)
            throws SchemaException {
        Outcome best = null;
        for (var one : schema.anyOf) {
            var result = of(one, value, at);
            if (result.valid()) {
                return;
            }
            best = better(best, result);
        }
        outcome.add("number_any_of", at, "Must validate at least one schema (anyOf)");
        merge(outcome, best);
    }

    private void oneOf(Subschema schema, RegoValue value, Outcome outcome, Place at)
            throws SchemaException {
        int valid = 0;
        Outcome best = null;
        for (var one : schema.oneOf) {
            var result = of(one, value, at);
            if (result.valid()) {
                valid++;
            } else if (valid == 0) {
                best = better(best, result);
            }
        }
        if (valid != 1) {
            outcome.add("number_one_of", at, "Must validate one and only one schema (oneOf)");
            if (valid == 0) {
                merge(outcome, best);
            }
        }
    }

    static Outcome better(@Nullable Outcome best, Outcome result) {
        return best == null || result.score() > best.score() ? result : best;
    }

    private void dependencies(Subschema schema, RegoObject object, Outcome outcome, Place at)
            throws SchemaException {
        for (var dependency : schema.dependencies.entrySet()) {
            if (object.get(dependency.getKey()) == null) {
                continue;
            }
            switch (dependency.getValue()) {
                case Subschema.Dependency.Properties(List<String> names) -> {
                    for (var name : names) {
                        if (object.get(name) == null) {
                            outcome.add("missing_dependency", at, "Has a dependency on " + name);
                        }
                    }
                }
                case Subschema.Dependency.Fitting(Subschema asked) ->
                        check(asked, object, outcome, at);
            }
        }
    }

    private void conditional(
            Subschema schema, Subschema condition, RegoValue value, Outcome outcome, Place at)
            throws SchemaException {
        boolean holds = of(condition, value, at).valid();
        var asked = holds ? schema.then : schema.otherwise;
        if (asked == null) {
            return;
        }
        var result = of(asked, value, at);
        if (!result.valid()) {
            outcome.add(
                    holds ? "condition_then" : "condition_else",
                    at,
                    holds
                            ? "Must validate \"then\" as \"if\" was valid"
                            : "Must validate \"else\" as \"if\" was not valid");
            merge(outcome, result);
        }
    }

    private void common(Subschema schema, RegoValue value, Outcome outcome, Place at)
            throws SchemaException {
        if (schema.constant != null && !schema.constant.equals(value)) {
            outcome.add(
                    "const", at, at.field() + " does not match: " + Words.json(schema.constant));
        }
        if (schema.choices != null) {
            meter.step(schema.choices.size());
            if (!schema.choices.contains(value)) {
                outcome.add(
                        "enum",
                        at,
                        at.field()
                                + " must be one of the following: "
                                + Words.choices(schema.choices));
            }
        }
        if (schema.format != null && value instanceof RegoString string) {
            meter.step(string.value().length());
            if (!Formats.fits(meter, schema.format, string)) {
                outcome.add("format", at, "Does not match format '" + schema.format + "'");
            }
        }
        outcome.fitted();
    }
}
