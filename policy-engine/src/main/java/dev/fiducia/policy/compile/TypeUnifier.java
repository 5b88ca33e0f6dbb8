package dev.fiducia.policy.compile;

import dev.fiducia.policy.check.Type;
import dev.fiducia.policy.check.Type.Any;
import dev.fiducia.policy.check.Type.ArrayOf;
import dev.fiducia.policy.check.Type.ObjectOf;
import dev.fiducia.policy.check.Type.Scalar;
import dev.fiducia.policy.check.Type.SetOf;
import dev.fiducia.policy.check.Types;
import dev.fiducia.policy.compile.Readiness.Pair;
import dev.fiducia.policy.value.RegoValue;

import java.util.List;

/// Makes terms and types agree, giving types to variables that have none.
final class TypeUnifier {
    private final BodyTypes types;

    TypeUnifier(BodyTypes types) {
        this.types = types;
    }

    /// Whether two terms may be equal.
    boolean unify(Core left, Type a, Core right, Type b) {
        boolean openLeft = Types.isUnknown(a);
        boolean openRight = Types.isUnknown(b);
        if (!openLeft && !openRight) {
            return Types.unify(a, b);
        }
        if (!openRight) {
            return unify(left, b, false);
        }
        if (!openLeft) {
            return unify(right, a, false);
        }
        List<Pair> parts = Readiness.parts(new Pair(left, right));
        if (parts != null) {
            return parts.stream()
                    .allMatch(p ->
                            unify(
                                    p.left(),
                                    types.infer(p.left()),
                                    p.right(),
                                    types.infer(p.right())));
        }
        if (left instanceof Core.Local) {
            unify(right, Type.ANY, false);
            return unify(left, types.infer(right), false);
        }
        if (right instanceof Core.Local) {
            unify(left, Type.ANY, false);
            return unify(right, types.infer(left), false);
        }
        return Types.unify(a, b);
    }

    /// Whether a term may have a type; with `union`, variables may have it besides others.
    boolean unify(Core term, Type type, boolean union) {
        return switch (term) {
            case Core.Local(Variable variable) -> variable(variable, type, union);
            case Core.Array a -> composite(term, type, a.items(), union);
            case Core.SetOf s -> composite(term, type, s.items(), union);
            case Core.Obj o -> composite(term, type, o.values(), union);
            case Core.Const _,
                    Core.Input _,
                    Core.Data _,
                    Core.Ref _,
                    Core.Call _,
                    Core.Comp _,
                    Core.Template _ ->
                    Types.unify(types.infer(term), type);
        };
    }

    private boolean variable(Variable variable, Type type, boolean union) {
        Type before = types.of(variable);
        if (union) {
            types.assign(variable, Types.or(before, type));
            return true;
        }
        if (before != Scalar.UNKNOWN) {
            return Types.unify(before, type);
        }
        types.assign(variable, type);
        return true;
    }

    private boolean composite(Core term, Type type, List<Core> parts, boolean union) {
        if (type == Scalar.UNKNOWN || type.equals(Type.ANY)) {
            parts.forEach(part -> unify(part, Type.ANY, true));
            return true;
        }
        if (type instanceof Any(List<Type> alternatives)) {
            boolean found = false;
            for (Type alternative : alternatives) {
                found |= unify(term, alternative, true);
            }
            return found;
        }
        return switch (term) {
            case Core.Array a -> type instanceof ArrayOf want && array(a, want, union);
            case Core.SetOf s -> type instanceof SetOf(Type of) && all(s.items(), of, union);
            case Core.Obj o -> type instanceof ObjectOf want && object(o, want, union);
            default -> true;
        };
    }

    private boolean all(List<Core> terms, Type type, boolean union) {
        boolean fits = true;
        for (Core term : terms) {
            fits &= unify(term, type, union);
        }
        return fits;
    }

    private boolean array(Core.Array array, ArrayOf want, boolean union) {
        List<Core> items = array.items();
        Type rest = want.rest();
        if (items.size() != want.items().size() && rest == null) {
            return false;
        }
        for (int i = 0; i < items.size(); i++) {
            Type type = i < want.items().size() ? want.items().get(i) : rest;
            if (type == null || !unify(items.get(i), type, union)) {
                return false;
            }
        }
        return true;
    }

    private boolean object(Core.Obj object, ObjectOf want, boolean union) {
        if (object.keys().size() != want.known().size() && want.others() == null) {
            return false;
        }
        for (int i = 0; i < object.keys().size(); i++) {
            Core value = object.values().get(i);
            if (object.keys().get(i) instanceof Core.Const(RegoValue key)) {
                Type type = Types.select(want, key);
                if (type == null || !unify(value, type, union)) {
                    return false;
                }
            } else {
                unify(value, Type.ANY, union);
            }
        }
        return true;
    }
}
