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
    private static final int MAX_EXPONENT_DIGITS = 6;
    private static final int DECIMALS = 10;

    /// OPA multiplies with the double that is nearest to a thousandth.
    private static final BigDecimal MILLI =
            new BigDecimal("0.001000000000000000020816681711721685132943093776702880859375");

    private UnitsBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add("units.parse", Kinds.STRING, (c, a) -> parse(c, a));
        catalogue.add("units.parse_bytes", Kinds.STRING, (c, a) -> parseBytes(c, a));
    }

    private static RegoValue parse(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        var text = StringBuiltins.charged(context, a, 0).replace("\"", "");
        var split = split(text, "units.parse: ", "amount");
        // A lone m is milli and a lone M mega; elsewhere case does not matter.
        var factor = split.unit().equals("m") ? MILLI : factor(lower(split.unit()));
        if (factor == null) {
            throw failed("units.parse: unit " + split.unit() + " not recognized");
        }
        context.budget().step(text.length());
        var exact = amount(split.number(), "units.parse: ", "amount").multiply(factor);
        if (exact.signum() == 0 || exact.stripTrailingZeros().scale() <= 0) {
            return Arithmetic.bounded(exact);
        }
        try {
            return RegoNumber.parse(exact.setScale(DECIMALS, RoundingMode.HALF_UP).toPlainString());
        } catch (ArithmeticException _) {
            throw BuiltinException.limit("number too large");
        }
    }

    private static RegoValue parseBytes(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var text = StringBuiltins.charged(context, a, 0).toLowerCase(Locale.ROOT).replace("\"", "");
        var split = split(text, "units.parse_bytes: ", "byte amount");
        var unit = split.unit();
        var bare =
                unit.length() > 1 && unit.endsWith("b")
                        ? unit.substring(0, unit.length() - 1)
                        : unit;
        var factor = factor(bare);
        if (factor == null) {
            throw failed("units.parse_bytes: byte unit " + unit + " not recognized");
        }
        context.budget().step(text.length());
        var amount = amount(split.number(), "units.parse_bytes: ", "byte amount");
        return Arithmetic.bounded(Extended.of(amount).times(Extended.of(factor)).truncated());
    }

    /// An amount and the unit after it, either of them as written.
    private record Split(String number, String unit) {}

    private static Split split(String text, String name, String what) throws BuiltinException {
        if (text.indexOf(' ') >= 0) {
            throw failed(name + "spaces not allowed in resource strings");
        }
        int end = amountEnd(text, name);
        if (end == 0) {
            throw failed(name + "no " + what + " provided");
        }
        return new Split(text.substring(0, end), text.substring(end));
    }

    /// Where the number ends. An `e` belongs to it only with a digit or a sign after it.
    private static int amountEnd(String text, String name) throws BuiltinException {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == 'e' || c == 'E') {
                char next = at + 1 < text.length() ? text.charAt(at + 1) : 'e';
                if (!isDigit(next) && !isSign(next)) {
                    return at;
                }
                at += isSign(next) ? 1 : 0;
                if (digits(text, at + 1) > MAX_EXPONENT_DIGITS) {
                    throw failed(name + "exponent too large");
                }
            } else if (!isDigit(c) && c != '.' && !isSign(c)) {
                return at;
            }
            at++;
        }
        return at;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at - from;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSign(char c) {
        return c == '+' || c == '-';
    }

    /// Beyond what a number may be the evaluation ends: OPA would have a value here.
    private static BigDecimal amount(String number, String name, String what)
            throws BuiltinException {
        if (number.length() > RegoNumber.MAX_DIGITS) {
            throw BuiltinException.limit("number too large");
        }
        BigDecimal amount;
        try {
            amount = new BigDecimal(number);
        } catch (NumberFormatException _) {
            throw failed(name + "could not parse " + what + " to a number");
        }
        if (Math.abs((long) amount.scale()) > 2L * RegoNumber.MAX_DIGITS) {
            throw BuiltinException.limit("number too large");
        }
        return amount;
    }

    /// Only the letters of ASCII: others that become these in lower case are no units.
    private static String lower(String unit) {
        return unit.chars().allMatch(c -> c < 128) ? unit.toLowerCase(Locale.ROOT) : unit;
    }

    private static BuiltinException failed(String message) {
        return BuiltinException.failed(message);
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
