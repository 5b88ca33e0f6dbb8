package dev.fiducia.policy.value;

import java.math.BigDecimal;

/// The grammar of JSON numbers, and their text.
final class NumberText {
    private static final int MAX_LENGTH = RegoNumber.MAX_DIGITS + 16;
    private static final int MAX_EXPONENT_DIGITS = 9;

    private NumberText() {}

    /// Throws NumberFormatException unless the whole text is a JSON number.
    static void check(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new ArithmeticException("number too large");
        }
        int at = text.startsWith("-") ? 1 : 0;
        int whole = digits(text, at);
        boolean leadingZero = whole > at + 1 && text.charAt(at) == '0';
        if (whole == at || leadingZero) {
            throw new NumberFormatException("not a number");
        }
        at = whole;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = digits(text, at + 1);
            if (fraction == at + 1) {
                throw new NumberFormatException("not a number");
            }
            at = fraction;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int sign = at + 1;
            if (sign < text.length() && (text.charAt(sign) == '+' || text.charAt(sign) == '-')) {
                sign++;
            }
            int exponent = digits(text, sign);
            if (exponent == sign) {
                throw new NumberFormatException("not a number");
            }
            at = exponent;
        }
        if (at != text.length()) {
            throw new NumberFormatException("not a number");
        }
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    static boolean digitsOnly(String text) {
        return digits(text, text.startsWith("-") ? 1 : 0) == text.length();
    }

    /// The value of checked text. A huge exponent is refused before it is computed with.
    static BigDecimal decimal(String text) {
        int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (exponent >= 0 && text.length() - exponent - 1 > MAX_EXPONENT_DIGITS) {
            throw new ArithmeticException("number too large");
        }
        return new BigDecimal(text);
    }

    /// Plain digits for whole numbers and moderate fractions, else with an exponent as Go writes
    /// it.
    static String of(BigDecimal value) {
        int exponent = value.precision() - value.scale() - 1;
        if (value.scale() <= 0 || exponent >= -7) {
            return value.toPlainString();
        }
        var digits = value.unscaledValue().abs().toString();
        var fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return (value.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + fraction
                + "e-"
                + (exponent > -10 ? "0" : "")
                + -exponent;
    }
}
