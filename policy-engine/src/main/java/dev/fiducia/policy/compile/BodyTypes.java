package dev.fiducia.policy.compile;

import dev.fiducia.policy.check.Signature;
import dev.fiducia.policy.check.Signatures;
import dev.fiducia.policy.check.Type;
import dev.fiducia.policy.check.Type.Scalar;
import dev.fiducia.policy.check.Types;
import dev.fiducia.policy.compile.CoreBody.Form;
import dev.fiducia.policy.compile.CoreBody.Lit;
import dev.fiducia.policy.syntax.Term.Comprehension;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The types of one clause's variables, found by going through its literals in the order in which
/// they are evaluated.
final class BodyTypes {
    private final TypeChecker rules;
    private final TypeErrors errors;
    private final TypeUnifier unifier = new TypeUnifier(this);
    private final Map<Variable, Type> types = new HashMap<>();
    private final Set<Variable> bound = new HashSet<>();

    /// What comprehensions and calls give: text can nest them deeply, and each is asked for more
    /// than once.
    private final IdentityHashMap<Core, Type> known;

    private final Safety safety;

    BodyTypes(TypeChecker rules, TypeErrors errors, List<Variable> arguments) {
        this(rules, errors, new IdentityHashMap<>());
        this.bound.addAll(arguments);
    }

    private BodyTypes(TypeChecker rules, TypeErrors errors, IdentityHashMap<Core, Type> known) {
        this.rules = rules;
        this.errors = errors;
        this.known = known;
        Diagnostics ignored = new Diagnostics();
        this.safety = new Safety(ignored, new Effort(ignored));
    }

    Type of(Variable variable) {
        return types.getOrDefault(variable, Scalar.UNKNOWN);
    }

    void assign(Variable variable, Type type) {
        types.put(variable, type);
    }

    void check(CoreBody body) {
        for (Lit lit : safety.order(body, bound)) {
            Vars.withValues(lit.with()).forEach(this::infer);
            literal(lit);
            bound.addAll(Vars.direct(lit));
        }
    }

    private void literal(Lit lit) {
        switch (lit.form()) {
            case Form.Holds(Core.Call call) -> call(call, true);
            case Form.Holds(Core term) -> infer(term);
            case Form.Unify(Core left, Core right) -> {
                Type a = infer(left);
                Type b = infer(right);
                if (!unifier.unify(left, a, right, b)) {
                    errors.match(a, b, lit.at());
                }
            }
            case Form.Every e -> every(e);
            case Form.Nested(CoreBody body) -> nested(body, Map.of());
            case Form.Print p -> p.arguments().forEach(this::infer);
        }
    }

    private void every(Form.Every e) {
        Type domain = infer(e.domain());
        Type keys = Types.keys(domain);
        Type values = Types.values(domain);
        Map<Variable, Type> own = new HashMap<>();
        if (e.key() != null) {
            own.put(e.key(), keys == null ? Type.ANY : keys);
        }
        own.put(e.value(), values == null ? Type.ANY : values);
        nested(e.body(), own);
    }

    /// A body below `every` or `not`: OPA looks at its references and comprehensions alone, and
    /// knows nothing of its variables. What else cannot be there is told, and refused by none.
    private void nested(CoreBody body, Map<Variable, Type> own) {
        int before = errors.reported();
        if (errors.looks()) {
            new Walker() {
                @Override
                void term(Core term) {
                    if (term instanceof Core.Comp || isPlain(term)) {
                        infer(term);
                    }
                }
            }.body(body);
        }
        if (errors.reported() == before) {
            BodyTypes inside = new BodyTypes(rules, errors.whereNoneLooks(), known);
            inside.types.putAll(types);
            inside.types.putAll(own);
            inside.bound.addAll(bound);
            inside.bound.addAll(own.keySet());
            inside.check(body);
        }
    }

    /// A reference that holds no call.
    private static boolean isPlain(Core term) {
        return term instanceof Core.Ref(Core head, List<Core> operands, _)
                && (head instanceof Core.Local || head instanceof Core.Data)
                && operands.stream()
                        .allMatch(o -> o instanceof Core.Const || o instanceof Core.Local);
    }

    /// The type of a term; what cannot be is reported.
    Type infer(Core term) {
        return switch (term) {
            case Core.Const(RegoValue value) -> Types.of(value);
            case Core.Local(Variable variable) -> of(variable);
            case Core.Input _, Core.Data _ -> Type.ANY;
            case Core.Ref r -> reference(r);
            case Core.Call c -> once(c, () -> call(c, false));
            case Core.Array a -> Types.array(inferAll(a.items()));
            case Core.SetOf s -> Types.set(inferAll(s.items()));
            case Core.Obj o -> object(o);
            case Core.Comp c -> once(c, () -> comprehension(c));
            case Core.Template t -> {
                inferAll(t.parts());
                yield Scalar.STRING;
            }
        };
    }

    private Type once(Core term, Supplier<Type> type) {
        Type before = known.get(term);
        if (before == null) {
            before = type.get();
            known.put(term, before);
        }
        return before;
    }

    private List<Type> inferAll(List<Core> terms) {
        List<Type> all = new ArrayList<>(terms.size());
        for (Core term : terms) {
            all.add(infer(term));
        }
        return all;
    }

    private Type object(Core.Obj o) {
        Map<RegoValue, Type> known = new HashMap<>();
        Type.Others others = null;
        for (int i = 0; i < o.keys().size(); i++) {
            Type value = infer(o.values().get(i));
            if (o.keys().get(i) instanceof Core.Const(RegoValue key)) {
                known.put(key, value);
            } else {
                Type key = infer(o.keys().get(i));
                others =
                        others == null
                                ? new Type.Others(key, value)
                                : new Type.Others(
                                        Types.or(others.key(), key),
                                        Types.or(others.value(), value));
            }
        }
        return Types.object(known, others);
    }

    private Type comprehension(Core.Comp c) {
        check(c.body());
        Type value = infer(c.value());
        return switch (c.kind()) {
            case Comprehension.Kind.ARRAY -> Types.arrayOf(value);
            case Comprehension.Kind.SET -> Types.set(List.of(value));
            case Comprehension.Kind.OBJECT ->
                    Types.object(
                            Map.of(),
                            new Type.Others(c.key() == null ? Type.ANY : infer(c.key()), value));
        };
    }

    private Type call(Core.Call call, boolean literal) {
        List<Type> have = inferAll(call.arguments());
        Signature signature =
                switch (call.callee()) {
                    case Callee.OfBuiltin b -> Signatures.of(b.name());
                    case Callee.OfPolicy p -> rules.function(p.group());
                    case Callee.OfHost _ -> null;
                };
        if (signature == null || signature.parameters().size() != have.size()) {
            return Type.ANY;
        }
        for (int i = 0; i < have.size(); i++) {
            Type want = signature.parameters().get(i).type();
            boolean fits = Types.isUnknown(have.get(i)) || Types.unify(have.get(i), want);
            if (!fits || !unifier.unify(call.arguments().get(i), want, false)) {
                List<Type> shown = new ArrayList<>(have);
                if (!literal) {
                    shown.add(Scalar.UNKNOWN);
                }
                errors.arguments(signature, shown, call.at());
                return Type.ANY;
            }
        }
        return signature.result() == null ? Type.ANY : signature.result().type();
    }

    private Type reference(Core.Ref ref) {
        int from = 0;
        Type type;
        if (ref.head() instanceof Core.Data) {
            Node node = rules.root();
            while (node.group == null
                    && from < ref.operands().size()
                    && ref.operands().get(from) instanceof Core.Const(RegoValue key)
                    && node.child(key) != null) {
                node = child(node, key);
                from++;
            }
            Group group = node.group;
            if (group != null && group.kind == Group.Kind.FUNCTION) {
                errors.functionAsValue(ref);
                return Type.ANY;
            }
            type = group == null ? Type.ANY : rules.document(group);
        } else {
            type = infer(ref.head());
        }
        for (int i = from; i < ref.operands().size(); i++) {
            Type next = element(ref, i, type == Scalar.UNKNOWN ? Type.ANY : type);
            if (next == null) {
                return Type.ANY;
            }
            type = next;
        }
        return type;
    }

    private static Node child(Node node, RegoValue key) {
        Node child = node.child(key);
        return child == null ? node : child;
    }

    /// The type behind one operand, or null after a report.
    private @Nullable Type element(Core.Ref ref, int operand, Type type) {
        Type keys = Types.keys(type);
        if (keys == null) {
            errors.noElements(ref, operand, type);
            return null;
        }
        Core key = ref.operands().get(operand);
        if (key instanceof Core.Const(RegoValue value)) {
            Type found = Types.select(type, value);
            if (found == null) {
                errors.noKey(ref, operand, Types.of(value), type, keys);
            }
            return found;
        }
        Type have = infer(key);
        boolean known = !Types.isUnknown(have);
        if (known ? TypeErrors.clash(have, keys) : !unifier.unify(key, keys, false)) {
            errors.noKey(ref, operand, have, type, keys);
            return null;
        }
        Type values = Types.values(type);
        return values == null ? Type.ANY : values;
    }
}
