package dev.fiducia.policy.value;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;

/// An exact number. Equality is numeric (`1.0` equals `1`); the text it was written with is kept
/// for output.
///
/// Digits and exponent are bounded by [#MAX_DIGITS], so that no number costs much memory or time,
/// whatever its text says.
public final class RegoNumber implements RegoValue {
    /// The most digits of a number, and the bound of its decimal exponent.
    public static final int MAX_DIGITS = 20_000;

    private static final int CACHED = 256;
    private static final RegoNumber[] SMALL = new RegoNumber[2 * CACHED];
    private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    static {
        for (int i = 0; i < SMALL.length; i++) {
            SMALL[i] = new RegoNumber(i - CACHED, null, null);
        }
    }

    private final long small;

    /// Null when the value is `small`; else without trailing zeros, so that equals is numeric.
    private final @Nullable BigDecimal big;

    private final @Nullable String text;

    private RegoNumber(long small, @Nullable BigDecimal big, @Nullable String text) {
        this.small = small;
        this.big = big;
        this.text = text;
    }

    public static RegoNumber of(long value) {
        return value >= -CACHED && value < CACHED
                ? SMALL[(int) value + CACHED]
                : new RegoNumber(value, null, null);
    }

    /// Throws ArithmeticException beyond [#MAX_DIGITS].
    public static RegoNumber of(BigInteger value) {
        return value.bitLength() < Long.SIZE ? of(value.longValue()) : of(new BigDecimal(value));
    }

    /// Throws ArithmeticException beyond [#MAX_DIGITS].
    public static RegoNumber of(BigDecimal value) {
        return of(value, null);
    }

    /// Reads a number as JSON writes it. Throws NumberFormatException for any other text, and
    /// ArithmeticException beyond [#MAX_DIGITS].
    public static RegoNumber parse(String text) {
        NumberText.check(text);
        if (text.length() <= 18 && NumberText.digitsOnly(text)) {
            long value = Long.parseLong(text);
            return text.equals("-0") ? new RegoNumber(0, null, text) : of(value);
        }
        return of(NumberText.decimal(text), text);
    }

    static RegoNumber of(BigDecimal value, @Nullable String text) {
        var plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        long top = (long) plain.precision() - plain.scale();
        if (plain.precision() > MAX_DIGITS || top > MAX_DIGITS || plain.scale() > MAX_DIGITS) {
            throw new ArithmeticException("number too large");
        }
        if (plain.scale() <= 0
                && top <= 19
                && plain.compareTo(LONG_MIN) >= 0
                && plain.compareTo(LONG_MAX) <= 0) {
            return text == null
                    ? of(plain.longValueExact())
                    : new RegoNumber(plain.longValueExact(), null, text);
        }
        return new RegoNumber(0, plain, text);
    }

    /// Whether this is a whole number within the range of long.
    public boolean isLong() {
        return big == null;
    }

    /// The value of a number for which [#isLong()] holds.
    public long asLong() {
        if (big != null) {
            throw new ArithmeticException("not a long");
        }
        return small;
    }

    /// Whether this is a whole number of any size, however written.
    public boolean isInteger() {
        return big == null || big.scale() <= 0;
    }

    /// Whether it is written as an integer, without fraction and exponent: what `%d` asks.
    public boolean isWrittenAsInteger() {
        return text == null ? isInteger() : NumberText.digitsOnly(text);
    }

    /// The whole number; throws ArithmeticException for a number with a fraction.
    public BigInteger toBigInteger() {
        return big == null ? BigInteger.valueOf(small) : big.toBigIntegerExact();
    }

    public BigDecimal toBigDecimal() {
        return big == null ? BigDecimal.valueOf(small) : big;
    }

    public int signum() {
        return big == null ? Long.signum(small) : big.signum();
    }

    public double doubleValue() {
        return big == null ? small : big.doubleValue();
    }

    @Override
    public ValueType type() {
        return ValueType.NUMBER;
    }

    @Override
    public int weight() {
        return big == null ? 8 : big.precision() + 8;
    }

    @Override
    public Number toJava() {
        if (big == null) {
            return small;
        }
        return big.scale() <= 0 ? (Number) big.toBigIntegerExact() : (Number) big;
    }

    int compareNumber(RegoNumber other) {
        return big == null && other.big == null
                ? Long.compare(small, other.small)
                : toBigDecimal().compareTo(other.toBigDecimal());
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof RegoNumber number
                        && (big == null
                                ? number.big == null && small == number.small
                                : number.big != null && big.equals(number.big)));
    }

    @Override
    public int hashCode() {
        return big == null
                ? Hash.of(small)
                : Hash.of(big.unscaledValue().toByteArray(), big.scale());
    }

    /// The text it was read from, or the shortest JSON form.
    @Override
    public String toString() {
        if (text != null) {
            return text;
        }
        return big == null ? Long.toString(small) : NumberText.of(big);
    }
}
