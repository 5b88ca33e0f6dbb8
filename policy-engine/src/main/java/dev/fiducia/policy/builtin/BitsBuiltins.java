package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoValue;

import java.math.BigInteger;
import java.util.function.BinaryOperator;

/// Bitwise operations on whole numbers of any size, in two's complement.
final class BitsBuiltins {
    private static final int MAX_SHIFT = RegoNumber.MAX_DIGITS * 4;

    private BitsBuiltins() {}

    static void declare(Catalogue catalogue) {
        binary(catalogue, "bits.and", BigInteger::and);
        binary(catalogue, "bits.or", BigInteger::or);
        binary(catalogue, "bits.xor", BigInteger::xor);
        catalogue.add(
                "bits.negate",
                Kinds.NUMBER,
                (_, a) -> Arithmetic.bounded(Operands.integer(a, 0).not()));
        catalogue.add("bits.lsh", Kinds.NUMBER, Kinds.NUMBER, (_, a) -> shiftLeft(a));
        catalogue.add(
                "bits.rsh",
                Kinds.NUMBER,
                Kinds.NUMBER,
                (_, a) -> {
                    var value = Operands.integer(a, 0);
                    return Arithmetic.bounded(value.shiftRight(distance(a)));
                });
    }

    private static void binary(
            Catalogue catalogue, String name, BinaryOperator<BigInteger> operation) {
        catalogue.add(
                name,
                Kinds.NUMBER,
                Kinds.NUMBER,
                (_, a) ->
                        Arithmetic.bounded(
                                operation.apply(Operands.integer(a, 0), Operands.integer(a, 1))));
    }

    private static RegoValue shiftLeft(RegoValue[] a) throws BuiltinException {
        var value = Operands.integer(a, 0);
        int distance = distance(a);
        if (value.signum() == 0) {
            return a[0];
        }
        if (distance > MAX_SHIFT) {
            throw BuiltinException.limit("number too large");
        }
        return Arithmetic.bounded(value.shiftLeft(distance));
    }

    private static int distance(RegoValue[] a) throws BuiltinException {
        int distance = Operands.clampedInt(a, 1);
        if (distance < 0) {
            throw BuiltinException.type(
                    "operand 2 must be an unsigned integer number but got a negative integer");
        }
        return distance;
    }
}
