package dev.fiducia.policy.compile;

import dev.fiducia.policy.compile.CoreBody.CoreWith;
import dev.fiducia.policy.compile.CoreBody.Form;
import dev.fiducia.policy.compile.CoreBody.Lit;
import dev.fiducia.policy.compile.Readiness.Pair;
import dev.fiducia.policy.eval.DataNode;
import dev.fiducia.policy.eval.DataWalk;
import dev.fiducia.policy.eval.Ev;
import dev.fiducia.policy.eval.Evs;
import dev.fiducia.policy.eval.Pattern;
import dev.fiducia.policy.eval.Step;
import dev.fiducia.policy.eval.Steps;
import dev.fiducia.policy.eval.Withs;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/// Makes chains of bodies.
final class BodyEmitter extends TermEmitter {
    private final Safety safety;
    private final Effort effort;
    private final boolean hoists;

    BodyEmitter(
            Linker linker,
            Slots slots,
            Settings settings,
            Diagnostics diagnostics,
            Effort effort,
            @Nullable Tracer tracer) {
        super(linker, slots, diagnostics, tracer);
        this.safety = new Safety(diagnostics, effort);
        this.effort = effort;
        this.hoists = settings.profile().hoistsFromNegation();
    }

    @Override
    Step body(CoreBody body, Set<Variable> bound, BiFunction<TermEmitter, Emission, Step> tail) {
        slots.link();
        Emission emission = new Emission(bound);
        List<Lit> ordered = safety.order(body, bound);
        if (ordered.size() < body.literals().size()) {
            return Step.FAIL;
        }
        for (Lit lit : ordered) {
            if (tracer == null) {
                literal(lit, emission);
            } else {
                int cell = tracer.enter(lit, emission, slots);
                literal(lit, emission);
                tracer.leave(cell, emission);
            }
        }
        return emission.chain(tail.apply(this, emission));
    }

    private void literal(Lit lit, Emission emission) {
        if (lit.with().isEmpty()) {
            plain(lit, emission);
            return;
        }
        List<Withs.Replacement> replacements = new ArrayList<>();
        for (CoreWith with : lit.with()) {
            replacements.add(replacement(with, lit, emission));
        }
        int cell = slots.cells(2);
        slots.link();
        emission.link(next -> Withs.enter(replacements, cell, next));
        plain(lit, emission);
        emission.link(next -> Withs.leave(cell, next));
    }

    private Withs.Replacement replacement(CoreWith with, Lit lit, Emission emission) {
        return switch (with) {
            case CoreWith.OfInput w ->
                    new Withs.Replacement.OfInput(w.path(), ev(w.value(), emission));
            case CoreWith.OfData w ->
                    new Withs.Replacement.OfData(
                            w.path(), ev(w.value(), emission), linker.hidden(w.path()));
            case CoreWith.ByValue w ->
                    new Withs.Replacement.ByValue(w.identity(), ev(w.value(), emission));
            case CoreWith.ByFunction w ->
                    new Withs.Replacement.ByFunction(
                            w.identity(), callable(w.replacement(), lit.at()));
        };
    }

    private void plain(Lit lit, Emission emission) {
        if (!lit.negated()) {
            form(lit.form(), lit, emission);
            return;
        }
        Form form = hoists ? hoisted(lit.form(), emission) : lit.form();
        Emission inner = new Emission(emission.bound);
        form(form, lit, inner);
        Step body = inner.chain(Step.FOUND);
        emission.check(Steps.not(body));
    }

    /// Arguments of a negated call have their values taken before the negation.
    private Form hoisted(Form form, Emission emission) {
        return new Hoisting(term -> before(term, emission)).of(form);
    }

    private Core before(Core term, Emission emission) {
        Ev value = ev(term, emission);
        Variable variable = temporary(Hoisting.NO_POSITION, emission);
        int slot = slots.of(variable);
        emission.check(Steps.bind(slot, value));
        return new Core.Local(variable);
    }

    private void form(Form form, Lit lit, Emission emission) {
        switch (form) {
            case Form.Holds(Core term) -> {
                Ev value = ev(term, emission);
                emission.check(Steps.holds(value));
            }
            case Form.Unify(Core left, Core right) -> unify(new Pair(left, right), emission);
            case Form.Every e -> every(e, emission);
            case Form.Nested(CoreBody body) -> {
                Step inner = body(body, emission.bound, (emitter, end) -> Step.FOUND);
                emission.check(Steps.some(inner));
            }
            case Form.Print(List<Core> arguments) -> {
                List<Ev> evs = evs(arguments, emission);
                emission.check(Steps.print(evs, lit.at()));
            }
        }
    }

    private void every(Form.Every e, Emission emission) {
        slots.costly();
        Ev domain = ev(e.domain(), emission);
        int key = e.key() == null ? slots.fresh() : slots.of(e.key());
        int value = slots.of(e.value());
        Emission inner = new Emission(emission.bound);
        inner.bound.add(e.value());
        if (e.key() != null) {
            inner.bound.add(e.key());
        }
        Step body = body(e.body(), inner.bound, (emitter, end) -> Step.FOUND);
        emission.check(Steps.every(domain, key, value, body));
    }

    private void unify(Pair first, Emission emission) {
        List<Pair> open = new ArrayList<>(List.of(first));
        boolean progress = true;
        while (progress && !open.isEmpty() && effort.spend(open.size(), Hoisting.NO_POSITION)) {
            progress = false;
            List<Pair> next = new ArrayList<>();
            for (Pair pair : open) {
                if (Readiness.groundable(pair.left(), emission.bound)) {
                    known(pair.left(), pair.right(), next, emission);
                    progress = true;
                } else if (Readiness.groundable(pair.right(), emission.bound)) {
                    known(pair.right(), pair.left(), next, emission);
                    progress = true;
                } else {
                    List<Pair> parts = Readiness.parts(pair);
                    next.addAll(parts == null ? List.of(pair) : parts);
                    progress |= parts != null;
                }
            }
            open = next;
        }
        for (Pair pair : open) {
            // The order of literals has made sure that this does not happen; a report beats wrong
            // code.
            ground(pair.left(), emission);
            ground(pair.right(), emission);
        }
    }

    /// One side can be computed; the other is compared, or matched as a pattern.
    private void known(Core side, Core other, List<Pair> deferred, Emission emission) {
        Core value = ground(side, emission);
        if (Readiness.groundable(other, emission.bound)) {
            Core same = ground(other, emission);
            Ev left = closure(value, emission);
            Ev right = closure(same, emission);
            emission.check(Steps.same(left, right));
            return;
        }
        Ev source = closure(value, emission);
        if (other instanceof Core.Local(Variable variable)) {
            emission.bound.add(variable);
            int slot = slots.of(variable);
            emission.check(Steps.bind(slot, source));
            return;
        }
        Pattern pattern = pattern(other, deferred, emission);
        emission.check(Steps.match(source, pattern));
    }

    /// Terms in a pattern are computed before it where they can be, else compared after it.
    private Pattern pattern(Core term, List<Pair> deferred, Emission emission) {
        return shape(prepared(term, deferred, emission), emission);
    }

    private Core prepared(Core term, List<Pair> deferred, Emission emission) {
        return switch (term) {
            case Core.Local l -> l;
            case Core.Const c -> c;
            case Core.Array(List<Core> items) -> {
                List<Core> all = new ArrayList<>();
                for (Core item : items) {
                    all.add(prepared(item, deferred, emission));
                }
                yield new Core.Array(all);
            }
            case Core.Obj(List<Core> keys, List<Core> values) -> {
                List<Core> k = new ArrayList<>();
                List<Core> v = new ArrayList<>();
                for (int i = 0; i < keys.size(); i++) {
                    k.add(ground(keys.get(i), emission));
                    v.add(prepared(values.get(i), deferred, emission));
                }
                yield new Core.Obj(k, v);
            }
            case Core.Ref r -> leaf(r, deferred, emission);
            case Core.Call c -> leaf(c, deferred, emission);
            case Core.SetOf s -> leaf(s, deferred, emission);
            case Core.Comp c -> leaf(c, deferred, emission);
            case Core.Template t -> leaf(t, deferred, emission);
            case Core.Input i -> i;
            case Core.Data d -> d;
        };
    }

    private Core leaf(Core term, List<Pair> deferred, Emission emission) {
        if (Readiness.groundable(term, emission.bound)) {
            return ground(term, emission);
        }
        Core.Local later = new Core.Local(new Variable("", NOWHERE, Hoisting.NO_POSITION, false));
        deferred.add(new Pair(later, term));
        return later;
    }

    private Pattern shape(Core term, Emission emission) {
        return switch (term) {
            case Core.Local(Variable variable) -> {
                int slot = slots.of(variable);
                yield emission.bound.add(variable)
                        ? new Pattern.Bind(slot)
                        : new Pattern.Same(new Ev.Slot(slot));
            }
            case Core.Array(List<Core> items) -> {
                List<Pattern> all = new ArrayList<>();
                for (Core item : items) {
                    all.add(shape(item, emission));
                }
                yield new Pattern.Items(all);
            }
            case Core.Obj o when distinctConstants(o.keys()) -> {
                List<Ev> keys = closures(o.keys(), emission);
                List<Pattern> values = new ArrayList<>();
                for (Core value : o.values()) {
                    values.add(shape(value, emission));
                }
                yield new Pattern.Entries(keys, values);
            }
            default -> new Pattern.Same(closure(term, emission));
        };
    }

    private static boolean distinctConstants(List<Core> keys) {
        return keys.size() == Set.copyOf(keys).size();
    }

    @Override
    Core iterate(Core.Ref r, Emission emission) {
        slots.costly();
        List<Core> operands = r.operands();
        Ev source;
        int from = 0;
        if (r.head() instanceof Core.Data) {
            Linker.Start start = linker.start(operands);
            DataNode node = start.node();
            if (node != null) {
                return walk(node, operands.subList(start.consumed(), operands.size()), r, emission);
            }
            source = start.value() == null ? Evs.input() : start.value();
            from = start.consumed();
        } else {
            source = closure(r.head(), emission);
        }
        List<Ev> keys = new ArrayList<>();
        for (Core operand : operands.subList(from, operands.size())) {
            if (emission.bound.containsAll(Vars.direct(operand))) {
                keys.add(closure(operand, emission));
                continue;
            }
            Ev collection = Evs.path(source, keys);
            keys = new ArrayList<>();
            Pattern key = shape(operand, emission);
            int slot = slots.fresh();
            slots.link();
            emission.link(next -> Steps.each(collection, key, slot, next));
            source = new Ev.Slot(slot);
        }
        Variable result = temporary(r.at(), emission);
        if (keys.isEmpty() && source instanceof Ev.Slot(int slot)) {
            result.slot = slot;
        } else {
            Ev last = Evs.path(source, keys);
            int slot = slots.of(result);
            emission.check(Steps.bind(slot, last));
        }
        return new Core.Local(result);
    }

    private Core walk(DataNode node, List<Core> operands, Core.Ref r, Emission emission) {
        List<DataWalk.Key> keys = new ArrayList<>();
        for (Core operand : operands) {
            if (emission.bound.containsAll(Vars.direct(operand))) {
                keys.add(new DataWalk.Key.Ground(closure(operand, emission)));
            } else {
                keys.add(new DataWalk.Key.Each(shape(operand, emission)));
            }
        }
        Variable result = temporary(r.at(), emission);
        int slot = slots.of(result);
        DataWalk walk = new DataWalk(node, keys);
        slots.link();
        emission.link(next -> Steps.walk(walk, slot, next));
        return new Core.Local(result);
    }
}
