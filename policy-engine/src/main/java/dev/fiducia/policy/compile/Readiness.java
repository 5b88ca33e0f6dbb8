package dev.fiducia.policy.compile;

import dev.fiducia.policy.compile.CoreBody.Form;
import dev.fiducia.policy.compile.CoreBody.Lit;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Works out which variables a literal can give values to, knowing some already.
final class Readiness {
    private Readiness() {}

    /// The variables known after the literal; it can be evaluated when these cover all its own.
    static Overlay after(Lit lit, Set<Variable> known, Effort effort) {
        Overlay result = new Overlay(known);
        for (Core value : Vars.withValues(lit.with())) {
            if (!known.containsAll(Vars.direct(value))) {
                return result;
            }
        }
        if (lit.negated()) {
            return result;
        }
        switch (lit.form()) {
            case Form.Holds(Core term) -> outputs(term, result);
            case Form.Unify(Core left, Core right) -> unify(left, right, result, lit, effort);
            case Form.Every e -> outputs(e.domain(), result);
            case Form.Nested n -> {}
            case Form.Print p -> {}
        }
        return result;
    }

    /// Adds the variables that references in the term give values to, until there are no more.
    static void outputs(Core term, Set<Variable> known) {
        int before;
        do {
            before = known.size();
            pass(term, known);
        } while (known.size() > before);
    }

    private static void pass(Core term, Set<Variable> known) {
        switch (term) {
            case Core.Ref r -> {
                pass(r.head(), known);
                r.operands().forEach(operand -> pass(operand, known));
                if (known.containsAll(Vars.direct(r.head()))) {
                    r.operands().forEach(operand -> pattern(operand, known));
                }
            }
            case Core.Call c -> c.arguments().forEach(argument -> pass(argument, known));
            case Core.Array a -> a.items().forEach(item -> pass(item, known));
            case Core.SetOf s -> s.items().forEach(item -> pass(item, known));
            case Core.Obj o -> {
                o.keys().forEach(key -> pass(key, known));
                o.values().forEach(value -> pass(value, known));
            }
            case Core.Const c -> {}
            case Core.Local l -> {}
            case Core.Input i -> {}
            case Core.Data d -> {}
            case Core.Comp c -> {}
            case Core.Template t -> {}
        }
    }

    /// The variables of a pattern that is matched with a value.
    static void pattern(Core term, Set<Variable> known) {
        switch (term) {
            case Core.Local l -> known.add(l.variable());
            case Core.Array a -> a.items().forEach(item -> pattern(item, known));
            case Core.Obj o -> o.values().forEach(value -> pattern(value, known));
            case Core.Const c -> {}
            case Core.Ref r -> {}
            case Core.Call c -> {}
            case Core.SetOf s -> {}
            case Core.Input i -> {}
            case Core.Data d -> {}
            case Core.Comp c -> {}
            case Core.Template t -> {}
        }
    }

    /// Whether the term has a value once the variables its references give are known.
    static boolean groundable(Core term, Set<Variable> known) {
        if (!known.containsAll(Vars.closedOver(term))) {
            return false;
        }
        Set<Variable> direct = Vars.direct(term);
        if (known.containsAll(direct)) {
            return true;
        }
        Set<Variable> all = new Overlay(known);
        outputs(term, all);
        return all.containsAll(direct);
    }

    /// Two terms to be made equal.
    record Pair(Core left, Core right) {}

    private static void unify(Core left, Core right, Set<Variable> known, Lit lit, Effort effort) {
        outputs(left, known);
        outputs(right, known);
        List<Pair> open = new ArrayList<>();
        open.add(new Pair(left, right));
        boolean progress = true;
        while (progress && !open.isEmpty() && effort.spend(open.size(), lit.at())) {
            progress = false;
            List<Pair> next = new ArrayList<>();
            for (Pair pair : open) {
                if (groundable(pair.left(), known)) {
                    pattern(pair.right(), known);
                    outputs(pair.right(), known);
                    progress = true;
                } else if (groundable(pair.right(), known)) {
                    pattern(pair.left(), known);
                    outputs(pair.left(), known);
                    progress = true;
                } else {
                    List<Pair> parts = parts(pair);
                    if (parts == null) {
                        next.add(pair);
                    } else {
                        next.addAll(parts);
                        progress = true;
                    }
                }
            }
            open = next;
        }
    }

    /// Composites of the same shape taken apart; null where that cannot be done.
    static @Nullable List<Pair> parts(Pair pair) {
        if (pair.left() instanceof Core.Array(List<Core> a)
                && pair.right() instanceof Core.Array(List<Core> b)
                && a.size() == b.size()) {
            List<Pair> parts = new ArrayList<>();
            for (int i = 0; i < a.size(); i++) {
                parts.add(new Pair(a.get(i), b.get(i)));
            }
            return parts;
        }
        if (pair.left() instanceof Core.Obj a
                && pair.right() instanceof Core.Obj b
                && new HashSet<>(a.keys()).equals(new HashSet<>(b.keys()))
                && a.keys().stream().allMatch(Core.Const.class::isInstance)
                && new HashSet<>(a.keys()).size() == a.keys().size()
                && a.keys().size() == b.keys().size()) {
            List<Pair> parts = new ArrayList<>();
            for (int i = 0; i < a.keys().size(); i++) {
                int other = b.keys().indexOf(a.keys().get(i));
                parts.add(new Pair(a.values().get(i), b.values().get(other)));
            }
            return parts;
        }
        return null;
    }
}
