package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.compile.CoreBody.CoreWith;
import dev.fiducia.policy.compile.CoreBody.Form;
import dev.fiducia.policy.compile.CoreBody.Lit;

import java.util.ArrayList;
import java.util.List;

/// Moves calls that are nested in a negated literal before it, as OPA does: the literal is then
/// undefined, not true, where such a call is.
final class CallHoister {
    /// The name of variables that hold the value of such a call.
    static final String CALL = "call";

    private final Scope scope;
    private final List<CoreWith> withs;
    private final List<Lit> into;

    CallHoister(Scope scope, List<CoreWith> withs, List<Lit> into) {
        this.scope = scope;
        this.withs = withs;
        this.into = into;
    }

    Form hoist(Form form, Position at) {
        return switch (form) {
            case Form.Holds(Core.Call call) -> new Form.Holds(arguments(call));
            case Form.Holds(Core term) -> new Form.Holds(term(term));
            case Form.Unify(Core left, Core right) -> new Form.Unify(term(left), term(right));
            case Form.Every e -> e;
            case Form.Nested n -> n;
            case Form.Print p -> p;
        };
    }

    private Core.Call arguments(Core.Call call) {
        return new Core.Call(call.callee(), terms(call.arguments()), call.at());
    }

    private List<Core> terms(List<Core> terms) {
        List<Core> hoisted = new ArrayList<>(terms.size());
        for (Core term : terms) {
            hoisted.add(term(term));
        }
        return hoisted;
    }

    private Core term(Core term) {
        return switch (term) {
            case Core.Call call -> {
                Core.Local result = new Core.Local(scope.fresh(CALL, call.at()));
                into.add(new Lit(new Form.Unify(result, arguments(call)), false, withs, call.at()));
                yield result;
            }
            case Core.Ref r -> new Core.Ref(term(r.head()), terms(r.operands()), r.at());
            case Core.Array a -> new Core.Array(terms(a.items()));
            case Core.SetOf s -> new Core.SetOf(terms(s.items()));
            case Core.Obj o -> new Core.Obj(terms(o.keys()), terms(o.values()));
            case Core.Const c -> c;
            case Core.Local l -> l;
            case Core.Input i -> i;
            case Core.Data d -> d;
            case Core.Comp c -> c;
            case Core.Template t -> t;
        };
    }
}
