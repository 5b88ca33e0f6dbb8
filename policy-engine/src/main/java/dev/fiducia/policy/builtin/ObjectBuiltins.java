package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.ValueType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// `object.*`, but for the subset relation.
final class ObjectBuiltins {
    private ObjectBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add("object.get", Kinds.OBJECT, Kinds.ANY, Kinds.ANY, (_, a) -> get(a));
        catalogue.add(
                "object.keys",
                Kinds.OBJECT,
                (c, a) -> {
                    var object = Operands.object(a, 0);
                    c.budget().output(object.size());
                    return RegoSet.copyOf(object.keys());
                });
        catalogue.add("object.remove", Kinds.OBJECT, Kinds.COLLECTION, (c, a) -> remove(c, a));
        catalogue.add("object.filter", Kinds.OBJECT, Kinds.COLLECTION, (c, a) -> filter(c, a));
        catalogue.add(
                "object.union",
                Kinds.OBJECT,
                Kinds.OBJECT,
                (c, a) -> union(c, Operands.object(a, 0), Operands.object(a, 1)));
        catalogue.add("object.union_n", Kinds.ARRAY, (c, a) -> unionN(c, a));
        catalogue.add(
                "object.subset",
                Kinds.COLLECTION,
                Kinds.COLLECTION,
                (c, a) -> RegoBoolean.of(Subset.holds(c.budget(), a[0], a[1])));
    }

    private static RegoValue get(RegoValue[] a) throws BuiltinException {
        var object = Operands.object(a, 0);
        RegoValue found;
        if (a[1] instanceof RegoArray path) {
            found = find(object, path.elements());
        } else {
            found = object.get(a[1]);
        }
        return found == null ? a[2] : found;
    }

    /// Follows a path through objects, arrays and sets.
    static @Nullable RegoValue find(RegoValue start, List<RegoValue> path) {
        var value = start;
        for (var step : path) {
            value =
                    switch (value) {
                        case RegoObject object -> object.get(step);
                        case RegoArray array -> array.find(step);
                        case RegoSet set -> set.contains(step) ? step : null;
                        default -> null;
                    };
            if (value == null) {
                return null;
            }
        }
        return value;
    }

    private static List<RegoValue> keys(RegoValue[] a) throws BuiltinException {
        return switch (a[1]) {
            case RegoArray array -> array.elements();
            case RegoSet set -> set.elements();
            case RegoObject object -> object.keys();
            default -> throw Operands.wrong(a, 1, "object", "set", "array");
        };
    }

    private static RegoValue remove(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        var object = Operands.object(a, 0);
        var without = RegoSet.copyOf(keys(a));
        context.budget().output((long) object.size() + without.size());
        var kept = RegoObject.builder();
        object.forEach((key, value) -> {
            if (!without.contains(key)) {
                kept.put(key, value);
            }
        });
        return kept.build();
    }

    private static RegoValue filter(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        var object = Operands.object(a, 0);
        var wanted = keys(a);
        context.budget().output(wanted.size());
        var kept = RegoObject.builder();
        for (var key : wanted) {
            var value = object.get(key);
            if (value != null) {
                kept.put(key, value);
            }
        }
        return kept.build();
    }

    private static RegoValue unionN(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        var all = RegoObject.EMPTY;
        for (var element : Operands.array(a, 0)) {
            if (!(element instanceof RegoObject object)) {
                throw Operands.wrongElement(a, 0, element, ValueType.OBJECT);
            }
            all = union(context, all, object);
        }
        return all;
    }

    /// Objects merge key by key; elsewhere the right side wins.
    private static RegoObject union(BuiltinContext context, RegoObject left, RegoObject right)
            throws BuiltinException {
        if (left.size() == 0) {
            return right;
        }
        context.budget().output((long) left.size() + right.size());
        var merged = RegoObject.builder();
        left.forEach(merged::put);
        for (var key : right.keys()) {
            var mine = left.get(key);
            var theirs = right.get(key);
            if (mine instanceof RegoObject a && theirs instanceof RegoObject b) {
                merged.put(key, union(context, a, b));
            } else if (theirs != null) {
                merged.put(key, theirs);
            }
        }
        return merged.build();
    }
}
