package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.ValueType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Counting, adding up, extremes, sorting.
final class AggregateBuiltins {
    /// Large elements are compared part by part.
    private static final int COMPARED_IN_A_STEP = 64;

    private AggregateBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add("count", Kinds.COUNTABLE, (c, a) -> RegoNumber.of(count(c, a)));
        catalogue.add("sum", Kinds.ARRAY_OR_SET, (c, a) -> Arithmetic.sum(numbers(c, a)));
        catalogue.add("product", Kinds.ARRAY_OR_SET, (c, a) -> Arithmetic.product(numbers(c, a)));
        catalogue.add(
                "max",
                Kinds.ARRAY_OR_SET,
                (c, a) -> {
                    var elements = charged(c, a);
                    return elements.isEmpty() ? null : Collections.max(elements);
                });
        catalogue.add(
                "min",
                Kinds.ARRAY_OR_SET,
                (c, a) -> {
                    var elements = charged(c, a);
                    return elements.isEmpty() ? null : Collections.min(elements);
                });
        catalogue.add("sort", Kinds.ARRAY_OR_SET, (c, a) -> sort(c, a));
        catalogue.deprecated(
                "all",
                List.of(Kinds.ARRAY_OR_SET),
                (c, a) ->
                        RegoBoolean.of(charged(c, a).stream().allMatch(RegoBoolean.TRUE::equals)));
        catalogue.deprecated(
                "any",
                List.of(Kinds.ARRAY_OR_SET),
                (c, a) -> RegoBoolean.of(charged(c, a).contains(RegoBoolean.TRUE)));
    }

    private static int count(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        return switch (a[0]) {
            case RegoArray array -> array.size();
            case RegoObject object -> object.size();
            case RegoSet set -> set.size();
            case RegoString string -> {
                context.budget().step(string.value().length() >>> 4);
                yield string.codePoints();
            }
            default -> throw Operands.wrong(a, 0, "array", "object", "set", "string");
        };
    }

    private static List<RegoValue> charged(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var elements = Operands.elements(a, 0);
        context.budget().step(elements.size() + (long) a[0].weight() / COMPARED_IN_A_STEP);
        return elements;
    }

    private static List<RegoNumber> numbers(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var numbers = new ArrayList<RegoNumber>();
        for (var element : charged(context, a)) {
            if (!(element instanceof RegoNumber number)) {
                throw Operands.wrongElement(a, 0, element, ValueType.NUMBER);
            }
            if (!number.isLong()) {
                context.budget().step(64 + number.toBigDecimal().precision());
            }
            numbers.add(number);
        }
        return numbers;
    }

    private static RegoValue sort(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        var elements = Operands.elements(a, 0);
        context.budget().output(elements.size());
        int rounds = Integer.SIZE - Integer.numberOfLeadingZeros(elements.size());
        context.budget().step((long) elements.size() * rounds);
        context.budget().step((long) a[0].weight() / COMPARED_IN_A_STEP * rounds);
        var sorted = elements.toArray(new RegoValue[0]);
        if (a[0] instanceof RegoArray) {
            Arrays.sort(sorted);
        }
        return RegoArray.of(sorted);
    }
}
