package dev.fiducia.policy.compile;

import dev.fiducia.policy.compile.CoreBody.CoreWith;
import dev.fiducia.policy.compile.CoreBody.Form;
import dev.fiducia.policy.compile.CoreBody.Lit;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which variables terms and literals use.
final class Vars {
    private Vars() {}

    /// All variables outside of nested bodies.
    static Set<Variable> direct(Core term) {
        Set<Variable> found = new LinkedHashSet<>();
        collect(term, found, null);
        return found;
    }

    /// All variables of a literal that must have values when it is done, outside of nested bodies.
    static Set<Variable> direct(Lit lit) {
        Set<Variable> found = new LinkedHashSet<>();
        form(lit.form(), found, null);
        withValues(lit.with()).forEach(value -> collect(value, found, null));
        return found;
    }

    /// Variables of enclosing bodies that bodies nested in the literal use.
    static Set<Variable> closedOver(Lit lit) {
        Set<Variable> ignored = new LinkedHashSet<>();
        Set<Variable> closed = new LinkedHashSet<>();
        form(lit.form(), ignored, closed);
        withValues(lit.with()).forEach(value -> collect(value, ignored, closed));
        return closed;
    }

    static Set<Variable> closedOver(Core term) {
        Set<Variable> closed = new LinkedHashSet<>();
        collect(term, new LinkedHashSet<>(), closed);
        return closed;
    }

    static List<Core> withValues(List<CoreWith> withs) {
        return withs.stream()
                .<Core>mapMulti((with, out) -> {
                    switch (with) {
                        case CoreWith.OfInput w -> out.accept(w.value());
                        case CoreWith.OfData w -> out.accept(w.value());
                        case CoreWith.ByValue w -> out.accept(w.value());
                        case CoreWith.ByFunction w -> {}
                    }
                })
                .toList();
    }

    private static void form(Form form, Set<Variable> direct, @Nullable Set<Variable> closed) {
        switch (form) {
            case Form.Holds(Core term) -> collect(term, direct, closed);
            case Form.Unify(Core left, Core right) -> {
                collect(left, direct, closed);
                collect(right, direct, closed);
            }
            case Form.Every e -> {
                collect(e.domain(), direct, closed);
                if (closed != null) {
                    Scope own = e.value().owner;
                    nested(e.body(), own, closed);
                }
            }
            case Form.Nested(CoreBody body) -> {
                if (closed != null) {
                    nested(body, body.scope(), closed);
                }
            }
            case Form.Print(List<Core> arguments) ->
                    arguments.forEach(argument -> collect(argument, direct, closed));
        }
    }

    private static void nested(CoreBody body, Scope own, Set<Variable> closed) {
        Set<Variable> all = new LinkedHashSet<>();
        for (Lit lit : body.literals()) {
            form(lit.form(), all, all);
            withValues(lit.with()).forEach(value -> collect(value, all, all));
        }
        addOuter(all, own, closed);
    }

    private static void addOuter(Collection<Variable> all, Scope own, Set<Variable> closed) {
        for (Variable variable : all) {
            if (!variable.owner.isInside(own)) {
                closed.add(variable);
            }
        }
    }

    private static void collect(Core term, Set<Variable> direct, @Nullable Set<Variable> closed) {
        switch (term) {
            case Core.Const c -> {}
            case Core.Input i -> {}
            case Core.Data d -> {}
            case Core.Local l -> direct.add(l.variable());
            case Core.Ref r -> {
                collect(r.head(), direct, closed);
                r.operands().forEach(operand -> collect(operand, direct, closed));
            }
            case Core.Call c ->
                    c.arguments().forEach(argument -> collect(argument, direct, closed));
            case Core.Array a -> a.items().forEach(item -> collect(item, direct, closed));
            case Core.SetOf s -> s.items().forEach(item -> collect(item, direct, closed));
            case Core.Obj o -> {
                o.keys().forEach(key -> collect(key, direct, closed));
                o.values().forEach(value -> collect(value, direct, closed));
            }
            case Core.Comp c -> {
                if (closed != null) {
                    nested(c.body(), c.body().scope(), closed);
                    Set<Variable> heads = new LinkedHashSet<>();
                    collect(c.value(), heads, heads);
                    if (c.key() != null) {
                        collect(c.key(), heads, heads);
                    }
                    addOuter(heads, c.body().scope(), closed);
                }
            }
            case Core.Template t -> t.parts().forEach(part -> collect(part, direct, closed));
        }
    }
}
