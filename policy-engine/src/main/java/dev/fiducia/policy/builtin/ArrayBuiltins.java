package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoValue;

/// `array.*`.
final class ArrayBuiltins {
    private ArrayBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add(
                "array.concat",
                Kinds.ARRAY,
                Kinds.ARRAY,
                (c, a) -> {
                    var left = Operands.array(a, 0);
                    var right = Operands.array(a, 1);
                    c.budget().output((long) left.size() + right.size());
                    return left.concat(right);
                });
        catalogue.add(
                "array.slice", Kinds.ARRAY, Kinds.NUMBER, Kinds.NUMBER, (c, a) -> slice(c, a));
        catalogue.add("array.reverse", Kinds.ARRAY, (c, a) -> reverse(c, Operands.array(a, 0)));
        catalogue.add("array.flatten", Kinds.ARRAY, (c, a) -> flatten(c, Operands.array(a, 0)));
    }

    /// Bounds outside the array are moved to its ends.
    private static RegoValue slice(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        var array = Operands.array(a, 0);
        int start = Math.max(0, Operands.count(a, 1));
        int stop = Math.min(array.size(), Operands.count(a, 2));
        if (stop <= start) {
            return RegoArray.EMPTY;
        }
        context.budget().output(stop - start);
        return array.slice(start, stop);
    }

    private static RegoValue reverse(BuiltinContext context, RegoArray array)
            throws BuiltinException {
        context.budget().output(array.size());
        return RegoArray.copyOf(array.elements().reversed());
    }

    /// One level: elements of inner arrays take the place of the inner array.
    private static RegoValue flatten(BuiltinContext context, RegoArray array)
            throws BuiltinException {
        var flat = RegoArray.builder();
        for (var element : array) {
            if (element instanceof RegoArray inner) {
                context.budget().output(inner.size());
                inner.forEach(flat::add);
            } else {
                context.budget().output(1);
                flat.add(element);
            }
        }
        return flat.build();
    }
}
