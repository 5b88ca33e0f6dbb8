package dev.fiducia.policy.builtin;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Floating-point numbers as Go's `strconv.FormatFloat` and `fmt` write them.
final class GoReals {
    /// A double has at most this many decimal digits that matter; more are zeros.
    private static final int MOST_DIGITS = 1100;

    private GoReals() {}

    /// `verb` is one of e E f g G b x X; `usual` the precision where none is given, -1 for
    /// shortest.
    static String format(double number, char verb, int usual, GoFlags flags) {
        int precision = flags.hasPrecision() ? flags.precision() : usual;
        boolean negative = number < 0 || (number == 0 && 1 / number < 0);
        String digits = magnitude(Math.abs(number), verb, precision);
        if (flags.sharp() && verb != 'b') {
            digits = withPoint(digits, verb, precision);
        }
        String sign = negative ? "-" : flags.plus() ? "+" : flags.space() ? " " : "";
        int missing = flags.width() - sign.length() - digits.length();
        if (!sign.isEmpty() && flags.zero() && !flags.minus() && missing > 0) {
            return sign + "0".repeat(missing) + digits;
        }
        return flags.pad(sign + digits);
    }

    private static String magnitude(double number, char verb, int precision) {
        String text =
                switch (Character.toLowerCase(verb)) {
                    case 'e' -> scientific(number, precision);
                    case 'f' -> fixed(number, precision);
                    case 'g' -> general(number, precision);
                    case 'b' -> binary(number);
                    default -> hexadecimal(number, precision);
                };
        return Character.isUpperCase(verb) ? text.toUpperCase(Locale.ROOT) : text;
    }

    private static BigDecimal shortest(double number) {
        var two = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        // Java gives two digits where one would do, if they come closer.
        var one = two.round(new MathContext(1, RoundingMode.HALF_EVEN)).stripTrailingZeros();
        return two.precision() == 2 && one.doubleValue() == number ? one : two;
    }

    /// A decimal as Go writes a result: whole numbers plainly, others as `%g` does.
    static String shortest(BigDecimal number) {
        var plain = number.stripTrailingZeros();
        int exponent = plain.precision() - plain.scale() - 1;
        if (plain.scale() <= 0 || (exponent >= -4 && exponent < 6)) {
            return plain.toPlainString();
        }
        String digits = plain.unscaledValue().abs().toString();
        return (plain.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + exponent('e', exponent);
    }

    private static String fixed(double number, int precision) {
        if (precision < 0) {
            return shortest(number).toPlainString();
        }
        int digits = Math.min(precision, MOST_DIGITS);
        return new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN).toPlainString()
                + "0".repeat(precision - digits);
    }

    private static String scientific(double number, int precision) {
        var exact =
                number == 0
                        ? BigDecimal.ZERO
                        : precision < 0 ? shortest(number) : new BigDecimal(number);
        int digits = precision < 0 ? exact.precision() : Math.min(precision, MOST_DIGITS) + 1;
        var rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        String mantissa = rounded.unscaledValue().toString();
        int exponent = number == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        int wanted = precision < 0 ? mantissa.length() : precision + 1;
        mantissa = mantissa + "0".repeat(Math.max(0, wanted - mantissa.length()));
        return mantissa.charAt(0)
                + (mantissa.length() > 1 ? "." + mantissa.substring(1) : "")
                + exponent('e', exponent);
    }

    private static String exponent(char letter, int exponent) {
        return letter
                + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    private static String general(double number, int precision) {
        boolean shortest = precision < 0;
        int digits = shortest ? 0 : Math.min(Math.max(precision, 1), MOST_DIGITS);
        var rounded =
                number == 0
                        ? BigDecimal.ZERO
                        : shortest
                                ? shortest(number)
                                : new BigDecimal(number)
                                        .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                                        .stripTrailingZeros();
        int exponent = number == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        int threshold = shortest ? 21 : digits;
        if (threshold > rounded.precision() && rounded.precision() >= exponent + 1) {
            threshold = rounded.precision();
        }
        if (shortest) {
            threshold = 6;
        }
        if (exponent < -4 || exponent >= threshold) {
            String mantissa = rounded.unscaledValue().toString();
            return mantissa.charAt(0)
                    + (mantissa.length() > 1 ? "." + mantissa.substring(1) : "")
                    + exponent('e', exponent);
        }
        return rounded.toPlainString();
    }

    /// What a sharp flag does: a point always, and for `g` the zeros that its precision asks for.
    private static String withPoint(String digits, char verb, int precision) {
        char kind = Character.toLowerCase(verb);
        int wanted = kind == 'g' || verb == 'x' ? (precision < 0 ? 6 : precision) : 0;
        int tail = digits.length();
        for (int i = 0; i < digits.length(); i++) {
            char c = Character.toLowerCase(digits.charAt(i));
            if (c == 'p' || (c == 'e' && kind != 'x')) {
                tail = i;
                break;
            }
        }
        var head = new StringBuilder(digits.substring(0, tail));
        boolean point = false;
        boolean nonZero = false;
        for (int i = 0; i < head.length(); i++) {
            if (head.charAt(i) == '.') {
                point = true;
            } else {
                nonZero |= head.charAt(i) != '0';
                wanted -= nonZero ? 1 : 0;
            }
        }
        if (!point) {
            wanted -= head.toString().equals("0") ? 1 : 0;
            head.append('.');
        }
        return head.append("0".repeat(Math.max(0, wanted)))
                .append(digits.substring(tail))
                .toString();
    }

    private static String binary(double number) {
        long bits = Double.doubleToRawLongBits(number);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long fraction = bits & ((1L << 52) - 1);
        long mantissa = exponent == 0 ? fraction : fraction | 1L << 52;
        int power = Math.max(exponent, 1) - 1075;
        return mantissa + "p" + (power < 0 ? "" : "+") + power;
    }

    private static String hexadecimal(double number, int precision) {
        if (number == 0) {
            return "0x0" + (precision > 0 ? "." + "0".repeat(precision) : "") + "p+00";
        }
        int exponent = Math.getExponent(number);
        long bits = Double.doubleToRawLongBits(number);
        long mantissa = bits & ((1L << 52) - 1);
        if (exponent < Double.MIN_EXPONENT) {
            int shift = Long.numberOfLeadingZeros(mantissa) - 11;
            mantissa <<= shift;
            exponent = Double.MIN_EXPONENT - shift;
        } else {
            mantissa |= 1L << 52;
        }
        if (precision >= 0 && precision < 13) {
            int drop = 52 - 4 * precision;
            long rest = mantissa & ((1L << drop) - 1);
            long half = 1L << (drop - 1);
            mantissa >>>= drop;
            if (rest > half || (rest == half && (mantissa & 1) == 1)) {
                mantissa++;
            }
            mantissa <<= drop;
            if (mantissa >>> 53 != 0) {
                mantissa >>>= 1;
                exponent++;
            }
        }
        String digits = "%013x".formatted(mantissa & ((1L << 52) - 1));
        if (precision < 0) {
            digits = digits.replaceAll("0+$", "");
        } else {
            digits =
                    digits.substring(0, Math.min(13, precision))
                            + "0".repeat(Math.max(0, precision - 13));
        }
        return "0x1" + (digits.isEmpty() ? "" : "." + digits) + exponent('p', exponent);
    }
}
