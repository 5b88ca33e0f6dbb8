package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoValue;

import java.math.BigInteger;
import java.math.RoundingMode;

/// The arithmetic operators, rounding, and ranges of numbers.
final class ArithmeticBuiltins {
    @FunctionalInterface
    private interface Operation {
        RegoNumber apply(RegoNumber a, RegoNumber b) throws BuiltinException;
    }

    private ArithmeticBuiltins() {}

    static void declare(Catalogue catalogue) {
        binary(catalogue, "plus", Arithmetic::plus);
        binary(catalogue, "mul", Arithmetic::times);
        binary(catalogue, "div", Arithmetic::dividedBy);
        binary(catalogue, "rem", Arithmetic::remainder);
        catalogue.add("minus", Kinds.NUMBER_OR_SET, Kinds.NUMBER_OR_SET, (c, a) -> minus(c, a));
        catalogue.add("abs", Kinds.NUMBER, (_, a) -> Arithmetic.absolute(Operands.number(a, 0)));
        rounding(catalogue, "round", RoundingMode.HALF_UP);
        rounding(catalogue, "ceil", RoundingMode.CEILING);
        rounding(catalogue, "floor", RoundingMode.FLOOR);
        catalogue.add(
                "numbers.range",
                Kinds.NUMBER,
                Kinds.NUMBER,
                (c, a) -> range(c, Operands.integer(a, 0), Operands.integer(a, 1), BigInteger.ONE));
        catalogue.add(
                "numbers.range_step",
                Kinds.NUMBER,
                Kinds.NUMBER,
                Kinds.NUMBER,
                (c, a) -> {
                    var from = Operands.integer(a, 0);
                    var to = Operands.integer(a, 1);
                    var step = Operands.integer(a, 2);
                    if (step.signum() <= 0) {
                        throw BuiltinException.failed(
                                "numbers.range_step: step must be a positive integer");
                    }
                    return range(c, from, to, step);
                });
    }

    private static void binary(Catalogue catalogue, String name, Operation operation) {
        catalogue.add(
                name,
                Kinds.NUMBER,
                Kinds.NUMBER,
                (c, a) -> {
                    var left = Operands.number(a, 0);
                    var right = Operands.number(a, 1);
                    if (!left.isLong() || !right.isLong()) {
                        c.budget().step(64 + (long) cost(left) * cost(right) / 64);
                    }
                    return operation.apply(left, right);
                });
    }

    /// About how many machine words an operand fills.
    private static int cost(RegoNumber number) {
        return number.isLong() ? 1 : number.toBigDecimal().precision() / 16 + 1;
    }

    private static void rounding(Catalogue catalogue, String name, RoundingMode mode) {
        catalogue.add(
                name, Kinds.NUMBER, (_, a) -> Arithmetic.rounded(Operands.number(a, 0), mode));
    }

    private static RegoValue minus(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        if (a[0] instanceof RegoNumber left) {
            return Arithmetic.minus(left, Operands.number(a, 1));
        }
        if (a[0] instanceof RegoSet left) {
            context.budget().output(left.size());
            Weight.look(context.budget(), left);
            return left.minus(Operands.set(a, 1));
        }
        throw Operands.wrong(a, 0, "number", "set");
    }

    private static RegoValue range(
            BuiltinContext context, BigInteger from, BigInteger to, BigInteger step)
            throws BuiltinException {
        var distance = to.subtract(from);
        var count = distance.abs().divide(step).add(BigInteger.ONE);
        // Numbers beyond a long take memory by their digits.
        int bits = Math.max(from.bitLength(), to.bitLength());
        var size = count.multiply(BigInteger.valueOf(bits < Long.SIZE ? 1 : 16 + bits / 3));
        context.budget().output(size.bitLength() < Long.SIZE ? size.longValue() : Long.MAX_VALUE);
        var signed = distance.signum() < 0 ? step.negate() : step;
        var numbers = RegoArray.builder();
        var value = from;
        for (long i = count.longValue(); i > 0; i--) {
            numbers.add(Arithmetic.bounded(value));
            value = value.add(signed);
        }
        return numbers.build();
    }
}
