package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoValue;

import java.util.List;

/// The set operators and their forms for any number of sets.
final class SetBuiltins {
    private SetBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add(
                "and",
                Kinds.SET,
                Kinds.SET,
                (c, a) -> {
                    var left = Operands.set(a, 0);
                    var right = Operands.set(a, 1);
                    c.budget().output(Math.min(left.size(), right.size()));
                    Weight.look(c.budget(), left.size() < right.size() ? left : right);
                    return left.intersection(right);
                });
        catalogue.add(
                "or",
                Kinds.SET,
                Kinds.SET,
                (c, a) -> {
                    var left = Operands.set(a, 0);
                    var right = Operands.set(a, 1);
                    c.budget().output((long) left.size() + right.size());
                    Weight.look(c.budget(), left);
                    Weight.look(c.budget(), right);
                    return left.union(right);
                });
        catalogue.add("union", Kinds.SET, (c, a) -> union(c, a));
        catalogue.add("intersection", Kinds.SET, (c, a) -> intersection(c, a));
        catalogue.deprecated(
                "set_diff",
                List.of(Kinds.SET, Kinds.SET),
                (c, a) -> {
                    var left = Operands.set(a, 0);
                    c.budget().output(left.size());
                    Weight.look(c.budget(), left);
                    return left.minus(Operands.set(a, 1));
                });
    }

    private static RegoValue union(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        var all = RegoSet.builder();
        for (var member : Operands.set(a, 0)) {
            var set = inner(member);
            context.budget().output(set.size());
            Weight.look(context.budget(), set);
            for (var value : set) {
                all.add(value);
            }
        }
        return all.build();
    }

    private static RegoValue intersection(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        RegoSet shared = null;
        for (var member : Operands.set(a, 0)) {
            var set = inner(member);
            context.budget().output(set.size());
            Weight.look(context.budget(), set);
            shared = shared == null ? set : shared.intersection(set);
        }
        return shared == null ? RegoSet.EMPTY : shared;
    }

    private static RegoSet inner(RegoValue member) throws BuiltinException {
        return Operands.set(new RegoValue[] {member}, 0);
    }
}
