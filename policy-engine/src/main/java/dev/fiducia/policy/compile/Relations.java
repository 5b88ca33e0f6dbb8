package dev.fiducia.policy.compile;

import dev.fiducia.policy.builtin.Builtin;

import java.util.List;

/// Built-ins with several results: they give an array, and a literal tries each element.
final class Relations {
    private Relations() {}

    static boolean is(Core.Call call) {
        return call.callee() instanceof Callee.OfBuiltin(Builtin builtin) && builtin.relation();
    }

    /// Whether such a call is in the term, outside of nested bodies.
    static boolean inside(Core term) {
        return switch (term) {
            case Core.Call c -> is(c) || any(c.arguments());
            case Core.Ref r -> inside(r.head()) || any(r.operands());
            case Core.Array a -> any(a.items());
            case Core.SetOf s -> any(s.items());
            case Core.Obj o -> any(o.keys()) || any(o.values());
            case Core.Const c -> false;
            case Core.Local l -> false;
            case Core.Input i -> false;
            case Core.Data d -> false;
            case Core.Comp c -> false;
            case Core.Template t -> false;
        };
    }

    private static boolean any(List<Core> terms) {
        return terms.stream().anyMatch(Relations::inside);
    }
}
