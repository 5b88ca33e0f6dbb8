package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.ValueType;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Takes arguments as the types a function needs, or fails with OPA's messages. Positions count
/// from 0 here and from 1 in messages.
final class Operands {
    private Operands() {}

    static String string(RegoValue[] arguments, int at) throws BuiltinException {
        if (arguments[at] instanceof RegoString string) {
            return string.value();
        }
        throw wrong(arguments, at, "string");
    }

    static byte[] bytes(RegoValue[] arguments, int at) throws BuiltinException {
        if (arguments[at] instanceof RegoString string) {
            return string.bytes();
        }
        throw wrong(arguments, at, "string");
    }

    static boolean bool(RegoValue[] arguments, int at) throws BuiltinException {
        if (arguments[at] instanceof RegoBoolean bool) {
            return bool.value();
        }
        throw wrong(arguments, at, "boolean");
    }

    static RegoNumber number(RegoValue[] arguments, int at) throws BuiltinException {
        if (arguments[at] instanceof RegoNumber number) {
            return number;
        }
        throw wrong(arguments, at, "number");
    }

    static BigInteger integer(RegoValue[] arguments, int at) throws BuiltinException {
        var number = number(arguments, at);
        if (!number.isInteger()) {
            throw BuiltinException.type(
                    "operand "
                            + (at + 1)
                            + " must be integer number but got floating-point number");
        }
        return number.toBigInteger();
    }

    /// A whole number that fits an int; a larger one counts as the nearest int.
    static int clampedInt(RegoValue[] arguments, int at) throws BuiltinException {
        var value = integer(arguments, at);
        if (value.bitLength() < Integer.SIZE) {
            return value.intValue();
        }
        return value.signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    }

    /// A place or count: an integer within the range of long, and written as one. Beyond an int it
    /// counts as the nearest int.
    static int count(RegoValue[] arguments, int at) throws BuiltinException {
        var number = number(arguments, at);
        if (!number.isLong() || !number.isWrittenAsInteger()) {
            throw BuiltinException.type(
                    "operand "
                            + (at + 1)
                            + " must be integer number but got floating-point number");
        }
        return Math.clamp(number.asLong(), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static RegoArray array(RegoValue[] arguments, int at) throws BuiltinException {
        if (arguments[at] instanceof RegoArray array) {
            return array;
        }
        throw wrong(arguments, at, "array");
    }

    static RegoObject object(RegoValue[] arguments, int at) throws BuiltinException {
        if (arguments[at] instanceof RegoObject object) {
            return object;
        }
        throw wrong(arguments, at, "object");
    }

    static RegoSet set(RegoValue[] arguments, int at) throws BuiltinException {
        if (arguments[at] instanceof RegoSet set) {
            return set;
        }
        throw wrong(arguments, at, "set");
    }

    /// The elements of an array, or the members of a set in order.
    static List<RegoValue> elements(RegoValue[] arguments, int at) throws BuiltinException {
        return switch (arguments[at]) {
            case RegoArray array -> array.elements();
            case RegoSet set -> set.elements();
            default -> throw wrong(arguments, at, "set", "array");
        };
    }

    /// The strings in an array or set, which may hold nothing else.
    static List<String> strings(RegoValue[] arguments, int at) throws BuiltinException {
        var strings = new ArrayList<String>();
        for (var element : elements(arguments, at)) {
            if (!(element instanceof RegoString string)) {
                throw wrongElement(arguments, at, element, ValueType.STRING);
            }
            strings.add(string.value());
        }
        return strings;
    }

    static BuiltinException wrong(RegoValue[] arguments, int at, String... wanted) {
        String expected =
                wanted.length == 1 ? wanted[0] : "one of {" + String.join(", ", wanted) + "}";
        return BuiltinException.type(
                "operand "
                        + (at + 1)
                        + " must be "
                        + expected
                        + " but got "
                        + label(arguments[at]));
    }

    static BuiltinException wrongElement(
            RegoValue[] arguments, int at, RegoValue element, ValueType wanted) {
        String container = label(arguments[at]);
        return BuiltinException.type(
                "operand %d must be %s of %ss but got %s containing %s"
                        .formatted(at + 1, container, wanted.label(), container, label(element)));
    }

    private static String label(RegoValue value) {
        return value.type().label();
    }
}
