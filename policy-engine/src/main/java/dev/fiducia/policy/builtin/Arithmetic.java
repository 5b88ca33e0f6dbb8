package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoNumber;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.BinaryOperator;

/// Arithmetic with OPA's results: whole numbers exactly, of any size within the bound of
/// [RegoNumber]; fractions in binary floating point with 64 bits.
final class Arithmetic {
    private Arithmetic() {}

    static RegoNumber plus(RegoNumber a, RegoNumber b) throws BuiltinException {
        if (a.isLong() && b.isLong()) {
            long sum = a.asLong() + b.asLong();
            if (((a.asLong() ^ sum) & (b.asLong() ^ sum)) >= 0) {
                return RegoNumber.of(sum);
            }
        }
        return whole(a, b)
                ? bounded(a.toBigInteger().add(b.toBigInteger()))
                : real(a, b, Extended::plus);
    }

    static RegoNumber minus(RegoNumber a, RegoNumber b) throws BuiltinException {
        if (a.isLong() && b.isLong()) {
            long difference = a.asLong() - b.asLong();
            if (((a.asLong() ^ b.asLong()) & (a.asLong() ^ difference)) >= 0) {
                return RegoNumber.of(difference);
            }
        }
        return whole(a, b)
                ? bounded(a.toBigInteger().subtract(b.toBigInteger()))
                : real(a, b, (x, y) -> x.plus(y.negate()));
    }

    static RegoNumber times(RegoNumber a, RegoNumber b) throws BuiltinException {
        if (a.isLong() && b.isLong()) {
            long high = Math.multiplyHigh(a.asLong(), b.asLong());
            long low = a.asLong() * b.asLong();
            if (high == low >> (Long.SIZE - 1)) {
                return RegoNumber.of(low);
            }
        }
        return whole(a, b)
                ? bounded(a.toBigInteger().multiply(b.toBigInteger()))
                : real(a, b, Extended::times);
    }

    static RegoNumber dividedBy(RegoNumber a, RegoNumber b) throws BuiltinException {
        if (b.signum() == 0) {
            throw BuiltinException.failed("divide by zero");
        }
        // Larger whole numbers are divided as OPA does it, with 64 bits.
        boolean exact =
                a.isLong() && b.isLong() && b.asLong() != -1 && a.asLong() % b.asLong() == 0;
        return exact ? RegoNumber.of(a.asLong() / b.asLong()) : real(a, b, Extended::dividedBy);
    }

    /// The remainder has the sign of the dividend.
    static RegoNumber remainder(RegoNumber a, RegoNumber b) throws BuiltinException {
        if (!whole(a, b)) {
            throw BuiltinException.failed("modulo on floating-point number");
        }
        if (b.signum() == 0) {
            throw BuiltinException.failed("modulo by zero");
        }
        return a.isLong() && b.isLong()
                ? RegoNumber.of(a.asLong() % b.asLong())
                : bounded(a.toBigInteger().remainder(b.toBigInteger()));
    }

    static RegoNumber rounded(RegoNumber a, RoundingMode mode) throws BuiltinException {
        if (a.isLong()) {
            return a;
        }
        return a.isInteger()
                ? sixtyFourBits(a.toBigDecimal())
                : bounded(a.toBigDecimal().setScale(0, mode).toBigIntegerExact());
    }

    static RegoNumber absolute(RegoNumber a) throws BuiltinException {
        if (a.isLong() && a.asLong() != Long.MIN_VALUE) {
            return RegoNumber.of(Math.abs(a.asLong()));
        }
        return sixtyFourBits(a.toBigDecimal().abs());
    }

    /// Whole numbers add up exactly; with a fraction among them all count with 64 bits.
    static RegoNumber sum(List<RegoNumber> numbers) throws BuiltinException {
        if (numbers.stream().allMatch(RegoNumber::isInteger)) {
            var sum = RegoNumber.of(0);
            for (var number : numbers) {
                sum = plus(sum, number);
            }
            return sum;
        }
        var sum = Extended.of(BigDecimal.ZERO);
        for (var number : numbers) {
            sum = sum.plus(Extended.of(number.toBigDecimal()));
        }
        return shortest(sum);
    }

    /// Whole numbers multiply exactly; with a fraction among them OPA keeps 53 bits of the product.
    static RegoNumber product(List<RegoNumber> numbers) throws BuiltinException {
        if (numbers.stream().allMatch(RegoNumber::isInteger)) {
            var product = RegoNumber.of(1);
            for (var number : numbers) {
                product = times(product, number);
            }
            return product;
        }
        double product = 1;
        for (var number : numbers) {
            var factor = Extended.of(number.toBigDecimal()).exact();
            boolean zero = product == 0 || factor.signum() == 0;
            product = zero ? 0 : new BigDecimal(product).multiply(factor).doubleValue();
            if (Double.isInfinite(product) || (!zero && Math.abs(product) < Double.MIN_NORMAL)) {
                throw BuiltinException.limit("number too large");
            }
        }
        return RegoNumber.parse(GoReals.shortest(new BigDecimal(Double.toString(product))));
    }

    private static boolean whole(RegoNumber a, RegoNumber b) {
        return a.isInteger() && b.isInteger();
    }

    private static RegoNumber real(RegoNumber a, RegoNumber b, BinaryOperator<Extended> operation)
            throws BuiltinException {
        return shortest(
                operation.apply(Extended.of(a.toBigDecimal()), Extended.of(b.toBigDecimal())));
    }

    /// What OPA's functions of one number make of those that do not fit a long.
    private static RegoNumber sixtyFourBits(BigDecimal value) throws BuiltinException {
        return shortest(Extended.of(value));
    }

    private static RegoNumber shortest(Extended value) throws BuiltinException {
        try {
            return RegoNumber.parse(GoReals.shortest(value.shortest()));
        } catch (ArithmeticException _) {
            throw BuiltinException.limit("number too large");
        }
    }

    static RegoNumber bounded(BigInteger value) throws BuiltinException {
        try {
            return RegoNumber.of(value);
        } catch (ArithmeticException _) {
            throw BuiltinException.limit("number too large");
        }
    }

    static RegoNumber bounded(BigDecimal value) throws BuiltinException {
        try {
            return RegoNumber.of(value);
        } catch (ArithmeticException _) {
            throw BuiltinException.limit("number too large");
        }
    }
}
