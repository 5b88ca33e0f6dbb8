package dev.fiducia.attestation;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;

/// Numbers as ECMAScript writes them (Number::toString, ECMA-262 section 6.1.6.1.20), which RFC
/// 8785 builds on.
///
/// Java's own shortest form differs in two ways: it never gives fewer than two digits, and it
/// places the exponent elsewhere.
final class EcmaNumber {
    private static final long EXACT = 1L << 53;

    private EcmaNumber() {}

    static String format(JsonNode number) throws JcsException {
        if (number.isIntegralNumber() && number.canConvertToLong()) {
            long value = number.longValue();
            if (value >= -EXACT && value <= EXACT) {
                return Long.toString(value);
            }
        }
        return format(number.doubleValue());
    }

    static String format(double value) throws JcsException {
        if (!Double.isFinite(value)) {
            throw new JcsException("a number is beyond the range of IEEE 754 doubles");
        }
        if (value == 0) {
            return "0";
        }
        return value < 0 ? "-" + positive(-value) : positive(value);
    }

    private static String positive(double value) {
        BigDecimal shortest = shortest(value);
        String digits = shortest.unscaledValue().toString();
        int k = digits.length();
        int n = k - shortest.scale();
        if (k <= n && n <= 21) {
            return digits + "0".repeat(n - k);
        }
        if (0 < n && n <= 21) {
            return digits.substring(0, n) + "." + digits.substring(n);
        }
        if (-6 < n && n <= 0) {
            return "0." + "0".repeat(-n) + digits;
        }
        String exponent = (n - 1 < 0 ? "e-" : "e+") + Math.abs(n - 1);
        return (k == 1 ? digits : digits.charAt(0) + "." + digits.substring(1)) + exponent;
    }

    /// The decimal of fewest digits that reads back as `value`; of several, the nearest.
    private static BigDecimal shortest(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        return decimal.precision() == 2 ? oneDigit(value, decimal) : decimal;
    }

    private static BigDecimal oneDigit(double value, BigDecimal twoDigits) {
        BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(1 - twoDigits.scale());
        BigDecimal down = twoDigits.divideToIntegralValue(unit).multiply(unit);
        BigDecimal up = down.add(unit);
        boolean downReads = down.doubleValue() == value;
        boolean upReads = up.doubleValue() == value;
        if (!downReads && !upReads) {
            return twoDigits;
        }
        BigDecimal exact = new BigDecimal(value);
        boolean downIsNearer = exact.subtract(down).abs().compareTo(exact.subtract(up).abs()) <= 0;
        return (downReads && (!upReads || downIsNearer) ? down : up).stripTrailingZeros();
    }
}
