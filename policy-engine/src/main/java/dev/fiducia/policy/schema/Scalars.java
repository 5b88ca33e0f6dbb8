package dev.fiducia.policy.schema;

import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoString;

import java.math.BigDecimal;

/// Checks of numbers and strings.
final class Scalars {
    private Scalars() {}

    static void number(Meter meter, Subschema schema, RegoNumber number, Outcome outcome, Place at)
            throws SchemaException {
        var value = number.toBigDecimal();
        if (schema.multipleOf != null && !isMultiple(meter, value, schema.multipleOf)) {
            outcome.add(
                    "multiple_of", at, "Must be a multiple of " + Words.real(schema.multipleOf));
        }
        if (schema.maximum != null && value.compareTo(schema.maximum) > 0) {
            outcome.add(
                    "number_lte",
                    at,
                    "Must be less than or equal to " + Words.real(schema.maximum));
        }
        if (schema.exclusiveMaximum != null && value.compareTo(schema.exclusiveMaximum) >= 0) {
            outcome.add(
                    "number_lt", at, "Must be less than " + Words.real(schema.exclusiveMaximum));
        }
        if (schema.minimum != null && value.compareTo(schema.minimum) < 0) {
            outcome.add(
                    "number_gte",
                    at,
                    "Must be greater than or equal to " + Words.real(schema.minimum));
        }
        if (schema.exclusiveMinimum != null && value.compareTo(schema.exclusiveMinimum) <= 0) {
            outcome.add(
                    "number_gt", at, "Must be greater than " + Words.real(schema.exclusiveMinimum));
        }
        outcome.fitted();
    }

    /// Division of long numbers takes the square of their length.
    private static boolean isMultiple(Meter meter, BigDecimal value, BigDecimal of)
            throws SchemaException {
        long digits = (long) value.precision() + Math.abs((long) value.scale() - of.scale());
        meter.step((digits * digits) >>> 8);
        return value.remainder(of).signum() == 0;
    }

    static void string(Meter meter, Subschema schema, RegoString string, Outcome outcome, Place at)
            throws SchemaException {
        meter.step(string.value().length() >>> 3);
        int length = string.codePoints();
        if (schema.minLength != null && length < schema.minLength) {
            outcome.add(
                    "string_gte",
                    at,
                    "String length must be greater than or equal to " + schema.minLength);
        }
        if (schema.maxLength != null && length > schema.maxLength) {
            outcome.add(
                    "string_lte",
                    at,
                    "String length must be less than or equal to " + schema.maxLength);
        }
        if (schema.pattern != null) {
            meter.step(schema.pattern.cost(string.value()));
            if (!schema.pattern.find(string.value())) {
                outcome.add(
                        "pattern",
                        at,
                        "Does not match pattern '" + schema.pattern.pattern().pattern() + "'");
            }
        }
        outcome.fitted();
    }
}
