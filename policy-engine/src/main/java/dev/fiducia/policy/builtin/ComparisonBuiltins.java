package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.function.IntPredicate;

/// Comparison of any two values, and membership (`in`).
final class ComparisonBuiltins {
    private static final int COMPARED_IN_A_STEP = 64;

    private ComparisonBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add("equal", Kinds.ANY, Kinds.ANY, (c, a) -> RegoBoolean.of(same(c, a)));
        catalogue.add("neq", Kinds.ANY, Kinds.ANY, (c, a) -> RegoBoolean.of(!same(c, a)));
        order(catalogue, "lt", order -> order < 0);
        order(catalogue, "lte", order -> order <= 0);
        order(catalogue, "gt", order -> order > 0);
        order(catalogue, "gte", order -> order >= 0);
        catalogue.add(
                "internal.member_2",
                Kinds.ANY,
                Kinds.ANY,
                (c, a) -> RegoBoolean.of(member(c, a[0], a[1])));
        catalogue.add(
                "internal.member_3",
                Kinds.ANY,
                Kinds.ANY,
                Kinds.ANY,
                (_, a) -> RegoBoolean.of(a[1].equals(at(a[2], a[0]))));
    }

    private static void order(Catalogue catalogue, String name, IntPredicate holds) {
        catalogue.add(
                name,
                Kinds.ANY,
                Kinds.ANY,
                (c, a) -> {
                    charge(c, a[0], a[1]);
                    return RegoBoolean.of(holds.test(a[0].compareTo(a[1])));
                });
    }

    private static boolean same(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        charge(context, a[0], a[1]);
        return a[0].equals(a[1]);
    }

    /// What is large is compared part by part, with shared parts each time.
    private static void charge(BuiltinContext context, RegoValue left, RegoValue right)
            throws BuiltinException {
        context.budget().step(Math.min(left.weight(), right.weight()) / COMPARED_IN_A_STEP);
    }

    private static boolean member(BuiltinContext context, RegoValue value, RegoValue container)
            throws BuiltinException {
        return switch (container) {
            case RegoSet set -> set.contains(value);
            case RegoArray array -> {
                context.budget().step(array.size());
                yield array.elements().contains(value);
            }
            case RegoObject object -> {
                context.budget().step(object.size());
                for (int i = 0; i < object.size(); i++) {
                    if (object.valueAt(i).equals(value)) {
                        yield true;
                    }
                }
                yield false;
            }
            default -> false;
        };
    }

    private static @Nullable RegoValue at(RegoValue container, RegoValue key) {
        return switch (container) {
            case RegoArray array when key instanceof RegoNumber -> array.find(key);
            case RegoObject object -> object.get(key);
            case RegoSet set -> set.contains(key) ? key : null; // a member is its own key
            default -> null;
        };
    }
}
