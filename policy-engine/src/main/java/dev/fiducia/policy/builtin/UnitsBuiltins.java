package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// `units.*`: amounts with decimal (k, M, G …) and binary (Ki, Mi, Gi …) suffixes.
final class UnitsBuiltins {
    private static final String LETTERS = "kmgtpe";
    private static final int MAX_EXPONENT = 1000;

    private UnitsBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add("units.parse", Kinds.STRING, (c, a) -> parse(c, a));
        catalogue.add("units.parse_bytes", Kinds.STRING, (c, a) -> parseBytes(c, a));
    }

    private static RegoValue parse(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        var text = StringBuiltins.charged(context, a, 0).replace("\"", "");
        refuseSpaces(text);
        int split = amountEnd(text);
        var amount = amount(text.substring(0, split), "amount");
        var unit = text.substring(split);
        // A lone m is milli and a lone M mega; elsewhere case does not matter.
        if (unit.equals("m")) {
            return Arithmetic.bounded(amount.movePointLeft(3));
        }
        var factor = factor(unit.toLowerCase(Locale.ROOT));
        if (factor == null) {
            throw BuiltinException.failed("unit " + unit + " not recognized");
        }
        return Arithmetic.bounded(amount.multiply(factor));
    }

    private static RegoValue parseBytes(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var text = StringBuiltins.charged(context, a, 0).replace("\"", "").toLowerCase(Locale.ROOT);
        refuseSpaces(text);
        int split = amountEnd(text);
        var amount = amount(text.substring(0, split), "byte amount");
        var unit = text.substring(split);
        var bare =
                unit.length() > 1 && unit.endsWith("b")
                        ? unit.substring(0, unit.length() - 1)
                        : unit;
        var factor = factor(bare);
        if (factor == null) {
            throw BuiltinException.failed("byte unit " + unit + " not recognized");
        }
        return Arithmetic.bounded(
                amount.multiply(factor).setScale(0, RoundingMode.DOWN).toBigInteger());
    }

    private static void refuseSpaces(String text) throws BuiltinException {
        if (text.indexOf(' ') >= 0) {
            throw BuiltinException.failed("spaces not allowed in resource strings");
        }
    }

    /// Where the number ends. An `e` belongs to it only with an exponent after it.
    private static int amountEnd(String text) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == 'e' || c == 'E') {
                int next = at + 1;
                if (next < text.length()
                        && (text.charAt(next) == '+' || text.charAt(next) == '-')) {
                    next++;
                }
                if (next >= text.length() || !isDigit(text.charAt(next))) {
                    return at;
                }
                at = next;
            } else if (!isDigit(c) && c != '.' && c != '+' && c != '-') {
                return at;
            }
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static BigDecimal amount(String number, String what) throws BuiltinException {
        if (number.isEmpty()) {
            throw BuiltinException.failed("no " + what + " provided");
        }
        int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
        try {
            if (exponent >= 0
                    && Math.abs(Long.parseLong(number.substring(exponent + 1))) > MAX_EXPONENT) {
                throw BuiltinException.failed("exponent too large");
            }
            if (number.length() <= RegoNumber.MAX_DIGITS) {
                return new BigDecimal(number);
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw BuiltinException.failed("could not parse " + what + " to a number");
    }

    private static @Nullable BigDecimal factor(String unit) {
        if (unit.isEmpty()) {
            return BigDecimal.ONE;
        }
        int power = LETTERS.indexOf(unit.charAt(0)) + 1;
        if (power == 0) {
            return null;
        }
        return switch (unit.substring(1)) {
            case "" -> BigDecimal.valueOf(1000).pow(power);
            case "i" -> BigDecimal.valueOf(1024).pow(power);
            default -> null;
        };
    }
}
