package dev.fiducia.policy.schema;

import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/// The keywords that bound numbers.
final class NumberKeywords {
    private NumberKeywords() {}

    static void read(RegoObject object, Subschema into) throws SchemaException {
        var multiple = object.get("multipleOf");
        if (multiple != null) {
            if (!(multiple instanceof RegoNumber number)) {
                throw SchemaReader.invalidType("number", "multipleOf");
            }
            if (number.signum() <= 0) {
                throw new SchemaException("multipleOf must be strictly greater than 0");
            }
            into.multipleOf = number.toBigDecimal();
        }
        into.minimum = bound(object, "minimum");
        var exclusiveMinimum = object.get("exclusiveMinimum");
        if (exclusiveMinimum != null) {
            into.exclusiveMinimum =
                    exclusive(exclusiveMinimum, into, into.minimum, "exclusiveMinimum", "minimum");
            if (exclusiveMinimum.equals(RegoBoolean.TRUE)) {
                into.minimum = null;
            }
        }
        into.maximum = bound(object, "maximum");
        var exclusiveMaximum = object.get("exclusiveMaximum");
        if (exclusiveMaximum != null) {
            into.exclusiveMaximum =
                    exclusive(exclusiveMaximum, into, into.maximum, "exclusiveMaximum", "maximum");
            if (exclusiveMaximum.equals(RegoBoolean.TRUE)) {
                into.maximum = null;
            }
        }
    }

    private static @Nullable BigDecimal bound(RegoObject object, String key)
            throws SchemaException {
        return switch (object.get(key)) {
            case null -> null;
            case RegoNumber number -> number.toBigDecimal();
            case RegoValue _ -> throw new SchemaException(key + " must be of a number");
        };
    }

    /// A boolean makes the other bound exclusive, as in draft 4; later a number stands alone.
    private static @Nullable BigDecimal exclusive(
            RegoValue value,
            Subschema into,
            @Nullable BigDecimal bound,
            String key,
            String boundKey)
            throws SchemaException {
        boolean old = into.draft == Draft.FOUR;
        if (value instanceof RegoNumber number && !old) {
            return number.toBigDecimal();
        }
        if (!(value instanceof RegoBoolean bool) || (!old && into.draft != Draft.ANY)) {
            throw SchemaReader.invalidType(
                    old ? "boolean" : into.draft == Draft.ANY ? "boolean/number" : "number", key);
        }
        if (bound == null) {
            throw new SchemaException(key + " cannot be used without " + boundKey);
        }
        return bool.value() ? bound : null;
    }
}
