package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.ValueType;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/// Types: asking for them and converting between them.
final class TypeBuiltins {
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d++)?");
    private static final Pattern NOT_A_REAL =
            Pattern.compile("[+-]?(inf|infinity|nan)", Pattern.CASE_INSENSITIVE);

    private TypeBuiltins() {}

    static void declare(Catalogue catalogue) {
        for (var type : ValueType.values()) {
            catalogue.add(
                    "is_" + type.label(), Kinds.ANY, (_, a) -> RegoBoolean.of(a[0].type() == type));
        }
        catalogue.add("type_name", Kinds.ANY, (_, a) -> RegoString.of(a[0].type().label()));
        catalogue.add("to_number", Kinds.ANY, (c, a) -> toNumber(c, a));
        cast(catalogue, "cast_string", ValueType.STRING);
        cast(catalogue, "cast_boolean", ValueType.BOOLEAN);
        cast(catalogue, "cast_null", ValueType.NULL);
        cast(catalogue, "cast_object", ValueType.OBJECT);
        catalogue.deprecated(
                "cast_array",
                List.of(Kinds.ANY),
                (_, a) ->
                        switch (a[0]) {
                            case RegoArray array -> array;
                            case RegoSet set -> RegoArray.copyOf(set.elements());
                            default -> throw Operands.wrong(a, 0, "array", "set");
                        });
        catalogue.deprecated(
                "cast_set",
                List.of(Kinds.ANY),
                (_, a) ->
                        switch (a[0]) {
                            case RegoSet set -> set;
                            case RegoArray array -> RegoSet.copyOf(array.elements());
                            default -> throw Operands.wrong(a, 0, "array", "set");
                        });
    }

    private static void cast(Catalogue catalogue, String name, ValueType type) {
        catalogue.deprecated(
                name,
                List.of(Kinds.ANY),
                (_, a) -> {
                    if (a[0].type() != type) {
                        throw Operands.wrong(a, 0, type.label());
                    }
                    return a[0];
                });
    }

    private static RegoValue toNumber(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        return switch (a[0]) {
            case RegoNull _ -> RegoNumber.of(0);
            case RegoBoolean bool -> RegoNumber.of(bool.value() ? 1 : 0);
            case RegoNumber number -> number;
            case RegoString string -> {
                context.budget().step(string.value().length());
                yield parse(string.value());
            }
            default -> throw Operands.wrong(a, 0, "null", "boolean", "number", "string");
        };
    }

    private static RegoNumber parse(String text) throws BuiltinException {
        if (NOT_A_REAL.matcher(text).matches()) {
            throw BuiltinException.type("operand 1 must be a valid number but got " + text);
        }
        if (text.length() > RegoNumber.MAX_DIGITS) {
            throw BuiltinException.limit("number too large");
        }
        if (!DECIMAL.matcher(text).matches()) {
            throw syntax(text, "invalid syntax");
        }
        if (Double.isInfinite(Double.parseDouble(text))) {
            throw syntax(text, "value out of range");
        }
        try {
            return RegoNumber.parse(text);
        } catch (NumberFormatException _) {
            return parseLoose(text);
        } catch (ArithmeticException _) {
            throw BuiltinException.limit("number too large");
        }
    }

    /// What Go reads and JSON does not: a plus sign, leading zeros, a bare point.
    private static RegoNumber parseLoose(String text) throws BuiltinException {
        try {
            return RegoNumber.of(new BigDecimal(text));
        } catch (ArithmeticException | NumberFormatException _) {
            throw BuiltinException.limit("number too large");
        }
    }

    private static BuiltinException syntax(String text, String problem) {
        String shown = text.length() > 64 ? text.substring(0, 64) + "..." : text;
        return BuiltinException.failed(
                "strconv.ParseFloat: parsing " + RegoString.of(shown) + ": " + problem);
    }
}
