package dev.fiducia.policy.compile;

import dev.fiducia.policy.compile.CoreBody.Form;
import dev.fiducia.policy.compile.CoreBody.Lit;

/// Visits every literal and every term of bodies, those of nested bodies too.
abstract class Walker {
    /// Called for a literal before its parts.
    void literal(Lit lit) {}

    /// Called for a term before its parts.
    void term(Core term) {}

    final void body(CoreBody body) {
        for (Lit lit : body.literals()) {
            literal(lit);
            Vars.withValues(lit.with()).forEach(this::walk);
            switch (lit.form()) {
                case Form.Holds(Core term) -> walk(term);
                case Form.Unify(Core left, Core right) -> {
                    walk(left);
                    walk(right);
                }
                case Form.Every e -> {
                    walk(e.domain());
                    body(e.body());
                }
                case Form.Nested(CoreBody nested) -> body(nested);
                case Form.Print p -> p.arguments().forEach(this::walk);
            }
        }
    }

    final void walk(Core term) {
        term(term);
        switch (term) {
            case Core.Const _, Core.Local _, Core.Input _, Core.Data _ -> {}
            case Core.Ref r -> {
                walk(r.head());
                r.operands().forEach(this::walk);
            }
            case Core.Call c -> c.arguments().forEach(this::walk);
            case Core.Array a -> a.items().forEach(this::walk);
            case Core.SetOf s -> s.items().forEach(this::walk);
            case Core.Obj o -> {
                o.keys().forEach(this::walk);
                o.values().forEach(this::walk);
            }
            case Core.Comp c -> body(c.body());
            case Core.Template t -> t.parts().forEach(this::walk);
        }
    }
}
