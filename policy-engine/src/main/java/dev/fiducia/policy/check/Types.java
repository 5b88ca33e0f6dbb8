package dev.fiducia.policy.check;

import dev.fiducia.policy.check.Type.Any;
import dev.fiducia.policy.check.Type.ArrayOf;
import dev.fiducia.policy.check.Type.ObjectOf;
import dev.fiducia.policy.check.Type.Others;
import dev.fiducia.policy.check.Type.Scalar;
import dev.fiducia.policy.check.Type.SetOf;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What types have in common, and what they are made of.
public final class Types {
    /// By kind, then by text: the order of alternatives.
    static final Comparator<Type> ORDER =
            Comparator.<Type>comparingInt(Types::rank).thenComparing(Type::toString);

    /// Types that grow past this are no help to anybody, and could grow without end: a type may be
    /// part of another many times.
    private static final int LARGEST = 256;

    private static final int NOWHERE = -1;

    private Types() {}

    private static int rank(Type type) {
        return switch (type) {
            case Scalar s ->
                    switch (s) {
                        case UNKNOWN -> 0;
                        case NULL -> 1;
                        case BOOLEAN -> 2;
                        case NUMBER -> 3;
                        case STRING -> 4;
                    };
            case ArrayOf _ -> 10;
            case ObjectOf _ -> 11;
            case SetOf _ -> 12;
            case Any _ -> 13;
        };
    }

    /// The type of a value that is written out.
    public static Type of(RegoValue value) {
        return switch (value) {
            case RegoNull _ -> Scalar.NULL;
            case RegoBoolean _ -> Scalar.BOOLEAN;
            case RegoNumber _ -> Scalar.NUMBER;
            case RegoString _ -> Scalar.STRING;
            case RegoArray array -> array(array.elements().stream().map(Types::of).toList());
            case RegoObject object -> {
                Map<RegoValue, Type> known = new HashMap<>();
                object.forEach((key, element) -> known.put(key, of(element)));
                yield object(known, null);
            }
            case RegoSet set -> set(set.elements().stream().map(Types::of).toList());
        };
    }

    /// An array of these elements; an empty one may be compared with all others.
    public static Type array(List<Type> items) {
        return size(items) > LARGEST
                ? arrayOf(Type.ANY)
                : new ArrayOf(items, items.isEmpty() ? Type.ANY : null);
    }

    /// An array of any length.
    public static Type arrayOf(Type element) {
        return new ArrayOf(List.of(), size(element) > LARGEST ? Type.ANY : element);
    }

    /// An object of these keys; an empty one may be compared with all others.
    public static Type object(Map<RegoValue, Type> known, @Nullable Others others) {
        boolean empty =
                (known.isEmpty() && others == null)
                        || size(known.values()) > LARGEST
                        || (others != null
                                && size(List.of(others.key(), others.value())) > LARGEST);
        if (empty) {
            return new ObjectOf(Map.of(), new Others(Type.ANY, Type.ANY));
        }
        return new ObjectOf(known, others);
    }

    public static Type set(List<Type> elements) {
        Type of = Scalar.UNKNOWN;
        for (Type element : elements) {
            of = or(of, element);
        }
        return new SetOf(elements.isEmpty() || size(of) > LARGEST ? Type.ANY : of);
    }

    /// The union of two types; what is unknown adds nothing.
    public static Type or(Type a, Type b) {
        if (a == Scalar.UNKNOWN || a.equals(b)) {
            return b;
        }
        if (b == Scalar.UNKNOWN) {
            return a;
        }
        List<Type> all = new ArrayList<>();
        for (Type one : List.of(a, b)) {
            if (one instanceof Any(List<Type> alternatives)) {
                if (alternatives.isEmpty()) {
                    return Type.ANY;
                }
                all.addAll(alternatives);
            } else {
                all.add(one);
            }
        }
        return size(all) > LARGEST ? Type.ANY : new Any(all);
    }

    private static int size(Iterable<Type> types) {
        int size = 1;
        for (Type type : types) {
            size += size(type);
            if (size > LARGEST) {
                break;
            }
        }
        return size;
    }

    /// The number of types in a type, which no constructor here lets pass twice the largest.
    private static int size(Type type) {
        return switch (type) {
            case Scalar _ -> 1;
            case ArrayOf(List<Type> items, Type rest) ->
                    size(items) + (rest == null ? 0 : size(rest));
            case ObjectOf(Map<RegoValue, Type> known, Others others) ->
                    size(known.values())
                            + (others == null ? 0 : size(others.key()) + size(others.value()));
            case SetOf(Type of) -> 1 + size(of);
            case Any(List<Type> alternatives) -> size(alternatives);
        };
    }

    /// Whether a part of the type is not known.
    public static boolean isUnknown(Type type) {
        return switch (type) {
            case Scalar s -> s == Scalar.UNKNOWN;
            case ArrayOf(List<Type> items, Type rest) ->
                    items.stream().anyMatch(Types::isUnknown) || (rest != null && isUnknown(rest));
            case ObjectOf(Map<RegoValue, Type> known, Others others) ->
                    known.values().stream().anyMatch(Types::isUnknown)
                            || (others != null
                                    && (isUnknown(others.key()) || isUnknown(others.value())));
            case SetOf(Type of) -> isUnknown(of);
            case Any _ -> false;
        };
    }

    /// What the keys of a value are, or null where it has none.
    public static @Nullable Type keys(Type type) {
        return switch (type) {
            case Scalar _ -> null;
            case ArrayOf _ -> Scalar.NUMBER;
            case ObjectOf(Map<RegoValue, Type> known, Others others) -> {
                Type keys = others == null ? Scalar.UNKNOWN : others.key();
                for (RegoValue key : known.keySet()) {
                    keys = or(keys, of(key));
                }
                yield keys;
            }
            case SetOf(Type of) -> of;
            case Any(List<Type> alternatives) -> union(alternatives, Types::keys);
        };
    }

    /// What the elements of a value are, or null where it has none.
    public static @Nullable Type values(Type type) {
        return switch (type) {
            case Scalar _ -> null;
            case ArrayOf(List<Type> items, Type rest) -> {
                Type values = rest == null ? Scalar.UNKNOWN : rest;
                for (Type item : items) {
                    values = or(values, item);
                }
                yield values;
            }
            case ObjectOf(Map<RegoValue, Type> known, Others others) -> {
                Type values = others == null ? Scalar.UNKNOWN : others.value();
                for (Type value : known.values()) {
                    values = or(values, value);
                }
                yield values;
            }
            case SetOf(Type of) -> of;
            case Any(List<Type> alternatives) -> union(alternatives, Types::values);
        };
    }

    /// What stands at a key, or null where nothing can.
    public static @Nullable Type select(Type type, RegoValue key) {
        return switch (type) {
            case Scalar _ -> null;
            case ArrayOf(List<Type> items, Type rest) -> {
                int place = place(key);
                yield place == NOWHERE ? null : place < items.size() ? items.get(place) : rest;
            }
            case ObjectOf(Map<RegoValue, Type> known, Others others) -> {
                Type found = known.get(key);
                yield found != null
                        ? found
                        : others != null && contains(others.key(), of(key)) ? others.value() : null;
            }
            case SetOf(Type of) -> contains(of, of(key)) ? of(key) : null;
            case Any(List<Type> alternatives) -> union(alternatives, one -> select(one, key));
        };
    }

    /// Numbers count as the index that they are equal to.
    private static int place(RegoValue key) {
        if (!(key instanceof RegoNumber number)) {
            return NOWHERE;
        }
        try {
            int place = new BigDecimal(number.toString()).intValueExact();
            return place < 0 ? NOWHERE : place;
        } catch (ArithmeticException | NumberFormatException e) {
            return NOWHERE;
        }
    }

    private static boolean contains(Type type, Type other) {
        return type == Scalar.UNKNOWN
                || type.equals(other)
                || (type instanceof Any(List<Type> alternatives)
                        && (alternatives.isEmpty() || alternatives.contains(other)));
    }

    private interface Part {
        @Nullable Type of(Type type);
    }

    private static @Nullable Type union(List<Type> alternatives, Part part) {
        if (alternatives.isEmpty()) {
            return Type.ANY;
        }
        Type union = null;
        for (Type alternative : alternatives) {
            Type found = part.of(alternative);
            union = union == null ? found : found == null ? union : or(union, found);
        }
        return union;
    }

    /// Whether a value can have both types; what is unknown may be anything.
    public static boolean unify(Type a, Type b) {
        if (a == Scalar.UNKNOWN || b == Scalar.UNKNOWN) {
            return true;
        }
        if (a instanceof Any(List<Type> alternatives)) {
            return alternatives.isEmpty() || alternatives.stream().anyMatch(one -> unify(one, b));
        }
        if (b instanceof Any) {
            return unify(b, a);
        }
        return switch (a) {
            case Scalar s -> s == b;
            case ArrayOf one -> b instanceof ArrayOf other && arrays(one, other);
            case ObjectOf one -> b instanceof ObjectOf other && objects(one, other);
            case SetOf(Type of) -> b instanceof SetOf(Type other) && unify(of, other);
            case Any _ -> true;
        };
    }

    private static boolean arrays(ArrayOf a, ArrayOf b) {
        for (int i = 0; i < Math.max(a.items().size(), b.items().size()); i++) {
            Type left = i < a.items().size() ? a.items().get(i) : a.rest();
            Type right = i < b.items().size() ? b.items().get(i) : b.rest();
            if (left == null || right == null || !unify(left, right)) {
                return false;
            }
        }
        return a.rest() == null || b.rest() == null || unify(a.rest(), b.rest());
    }

    private static boolean objects(ObjectOf a, ObjectOf b) {
        Others left = a.others();
        Others right = b.others();
        return fits(a, b)
                && fits(b, a)
                && (left == null || right == null || unify(left.value(), right.value()));
    }

    private static boolean fits(ObjectOf a, ObjectOf b) {
        boolean open = a.others() != null || b.others() != null;
        for (Map.Entry<RegoValue, Type> entry : a.known().entrySet()) {
            Type other = select(b, entry.getKey());
            if (other == null ? !open : !unify(entry.getValue(), other)) {
                return false;
            }
        }
        return true;
    }
}
