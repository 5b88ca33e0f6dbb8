package dev.fiducia.policy.builtin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// A binary floating-point number with a mantissa of 64 bits: what OPA computes fractions with.
///
/// Every operation rounds once, to nearest, ties to even. The mantissa of a non-zero number has
/// exactly 64 bits; the value is `mantissa * 2^exponent`.
record Extended(BigInteger mantissa, int exponent) {
    private static final int BITS = 64;
    private static final Extended ZERO = new Extended(BigInteger.ZERO, 0);

    static Extended of(BigDecimal value) {
        var digits = value.unscaledValue();
        return value.scale() <= 0
                ? rounded(digits.multiply(BigInteger.TEN.pow(-value.scale())), 0, false)
                : quotient(digits, BigInteger.TEN.pow(value.scale()), 0);
    }

    Extended plus(Extended other) {
        if (mantissa.signum() == 0) {
            return other;
        }
        if (other.mantissa.signum() == 0) {
            return this;
        }
        int low = Math.min(exponent, other.exponent);
        return rounded(
                mantissa.shiftLeft(exponent - low)
                        .add(other.mantissa.shiftLeft(other.exponent - low)),
                low,
                false);
    }

    Extended negate() {
        return new Extended(mantissa.negate(), exponent);
    }

    Extended times(Extended other) {
        return rounded(mantissa.multiply(other.mantissa), exponent + other.exponent, false);
    }

    /// The whole part, towards zero.
    BigInteger truncated() {
        var magnitude = mantissa.abs();
        var whole = exponent >= 0 ? magnitude.shiftLeft(exponent) : magnitude.shiftRight(-exponent);
        return mantissa.signum() < 0 ? whole.negate() : whole;
    }

    /// The value as it is.
    BigDecimal exact() {
        return decimal(mantissa, exponent);
    }

    /// The divisor must not be zero.
    Extended dividedBy(Extended other) {
        return quotient(mantissa, other.mantissa, exponent - other.exponent);
    }

    private static Extended quotient(BigInteger dividend, BigInteger divisor, int exponent) {
        int shift = Math.max(0, divisor.bitLength() - dividend.bitLength() + BITS + 2);
        var parts = dividend.shiftLeft(shift).divideAndRemainder(divisor);
        return rounded(parts[0], exponent - shift, parts[1].signum() != 0);
    }

    /// `inexact`: the true magnitude is a little above that of the value.
    private static Extended rounded(BigInteger value, int exponent, boolean inexact) {
        if (value.signum() == 0) {
            return ZERO;
        }
        var magnitude = value.abs();
        int drop = magnitude.bitLength() - BITS;
        if (drop <= 0) {
            return signed(value, magnitude.shiftLeft(-drop), exponent + drop);
        }
        var kept = magnitude.shiftRight(drop);
        boolean half = magnitude.testBit(drop - 1);
        boolean beyond = inexact || magnitude.getLowestSetBit() < drop - 1;
        if (half && (beyond || kept.testBit(0))) {
            kept = kept.add(BigInteger.ONE);
            if (kept.bitLength() > BITS) {
                kept = kept.shiftRight(1);
                drop++;
            }
        }
        return signed(value, kept, exponent + drop);
    }

    private static Extended signed(BigInteger sign, BigInteger magnitude, int exponent) {
        return new Extended(sign.signum() < 0 ? magnitude.negate() : magnitude, exponent);
    }

    /// The decimal with the fewest digits that reads back as this number.
    BigDecimal shortest() {
        if (mantissa.signum() == 0) {
            return BigDecimal.ZERO;
        }
        var magnitude = mantissa.abs();
        var exact = decimal(magnitude, exponent);
        var low = decimal(magnitude.shiftLeft(1).subtract(BigInteger.ONE), exponent - 1);
        var high = decimal(magnitude.shiftLeft(1).add(BigInteger.ONE), exponent - 1);
        boolean inclusive = !magnitude.testBit(0);
        for (int digits = 1; ; digits++) {
            for (var mode :
                    new RoundingMode[] {
                        RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP
                    }) {
                var candidate = exact.round(new MathContext(digits, mode));
                if (within(candidate, low, high, inclusive)) {
                    return mantissa.signum() < 0 ? candidate.negate() : candidate;
                }
            }
        }
    }

    private static boolean within(
            BigDecimal value, BigDecimal low, BigDecimal high, boolean inclusive) {
        int above = value.compareTo(low);
        int below = value.compareTo(high);
        return inclusive ? above >= 0 && below <= 0 : above > 0 && below < 0;
    }

    private static BigDecimal decimal(BigInteger magnitude, int exponent) {
        return exponent >= 0
                ? new BigDecimal(magnitude.shiftLeft(exponent))
                : new BigDecimal(
                        magnitude.multiply(BigInteger.valueOf(5).pow(-exponent)), -exponent);
    }
}
