package dev.fiducia.policy.schema;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/// How messages name types, numbers and values.
final class Words {
    private Words() {}

    static String types(List<String> types) {
        return types.size() == 1 ? types.getFirst() : "[" + String.join(",", types) + "]";
    }

    static String choices(List<RegoValue> choices) {
        return choices.isEmpty()
                ? "(none)"
                : choices.stream().map(Words::json).collect(Collectors.joining(", "));
    }

    /// Compact JSON; numbers in their shortest form, however they were written.
    static String json(RegoValue value) {
        return RegoJson.writeEscapingHtml(plain(value));
    }

    private static RegoValue plain(RegoValue value) {
        return switch (value) {
            case RegoNumber number -> RegoNumber.of(number.toBigDecimal());
            case RegoArray array -> {
                var plain = RegoArray.builder();
                array.forEach(element -> plain.add(plain(element)));
                yield plain.build();
            }
            case RegoObject object -> {
                var plain = RegoObject.builder();
                object.forEach((key, element) -> plain.put(key, plain(element)));
                yield plain.build();
            }
            default -> value;
        };
    }

    /// As Go's `%v` writes a big float: with an exponent below 1e-4 and from 1e6 on.
    static String real(BigDecimal value) {
        if (value.signum() == 0) {
            return "0";
        }
        var plain = value.stripTrailingZeros();
        int exponent = plain.precision() - plain.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return plain.toPlainString();
        }
        String digits = plain.unscaledValue().abs().toString();
        int size = Math.abs(exponent);
        return (plain.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (size < 10 ? "0" : "")
                + size;
    }
}
