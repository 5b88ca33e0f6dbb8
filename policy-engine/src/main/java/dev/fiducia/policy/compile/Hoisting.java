package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.compile.CoreBody.Form;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// What OPA computes before a negated literal: references and comprehensions among the arguments of
/// a call, and those nested in other terms; not a reference that is itself negated or compared.
final class Hoisting {
    static final Position NO_POSITION = new Position("", 0, 0);

    private final UnaryOperator<Core> before;

    Hoisting(UnaryOperator<Core> before) {
        this.before = before;
    }

    Form of(Form form) {
        return switch (form) {
            case Form.Holds(Core.Call call) -> new Form.Holds(call(call));
            case Form.Holds(Core term) -> new Form.Holds(top(term));
            case Form.Unify(Core left, Core right) -> new Form.Unify(top(left), top(right));
            case Form.Every e -> new Form.Every(e.key(), e.value(), inner(e.domain()), e.body());
            case Form.Nested n -> n;
            case Form.Print p -> p;
        };
    }

    private Core.Call call(Core.Call call) {
        boolean equality = call.callee() instanceof Callee.OfBuiltin b && b.name().equals("equal");
        List<Core> arguments = new ArrayList<>();
        for (Core argument : call.arguments()) {
            arguments.add(equality ? top(argument) : inner(argument));
        }
        return new Core.Call(call.callee(), arguments, call.at());
    }

    private Core top(Core term) {
        return switch (term) {
            case Core.Ref r -> new Core.Ref(r.head(), all(r.operands()), r.at());
            case Core.Comp c -> c;
            case Core.Call c -> call(c);
            case Core.Array a -> inner(a);
            case Core.SetOf s -> inner(s);
            case Core.Obj o -> inner(o);
            case Core.Const c -> c;
            case Core.Local l -> l;
            case Core.Input i -> i;
            case Core.Data d -> d;
            case Core.Template t -> t;
        };
    }

    private List<Core> all(List<Core> terms) {
        List<Core> hoisted = new ArrayList<>();
        for (Core term : terms) {
            hoisted.add(inner(term));
        }
        return hoisted;
    }

    private Core inner(Core term) {
        return isPlain(term) ? term : before.apply(term);
    }

    /// Whether the term is always defined and has nothing to compute.
    static boolean isPlain(Core term) {
        return switch (term) {
            case Core.Const c -> true;
            case Core.Local l -> true;
            case Core.Array a -> a.items().stream().allMatch(Hoisting::isPlain);
            case Core.SetOf s -> s.items().stream().allMatch(Hoisting::isPlain);
            case Core.Obj o ->
                    o.keys().stream().allMatch(Hoisting::isPlain)
                            && o.values().stream().allMatch(Hoisting::isPlain);
            case Core.Template t -> true;
            case Core.Ref r -> false;
            case Core.Call c -> false;
            case Core.Input i -> false;
            case Core.Data d -> false;
            case Core.Comp c -> false;
        };
    }
}
