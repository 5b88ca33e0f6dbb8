package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.builtin.Builtin;
import dev.fiducia.policy.eval.Callable;
import dev.fiducia.policy.eval.Calls;
import dev.fiducia.policy.eval.Comparisons;
import dev.fiducia.policy.eval.Comprehensions;
import dev.fiducia.policy.eval.Ev;
import dev.fiducia.policy.eval.Evs;
import dev.fiducia.policy.eval.FunctionDef;
import dev.fiducia.policy.eval.Halt;
import dev.fiducia.policy.eval.Pattern;
import dev.fiducia.policy.eval.Step;
import dev.fiducia.policy.eval.Steps;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/// Makes code of terms: iterating references become links before, the rest a closure.
abstract class TermEmitter {
    final Linker linker;
    final Slots slots;
    final Diagnostics diagnostics;

    /// Null unless the code is to explain what it does.
    final @Nullable Tracer tracer;

    TermEmitter(Linker linker, Slots slots, Diagnostics diagnostics, @Nullable Tracer tracer) {
        this.linker = linker;
        this.slots = slots;
        this.diagnostics = diagnostics;
        this.tracer = tracer;
    }

    /// Emits a nested body; the tail is made when its variables are known.
    abstract Step body(
            CoreBody body, Set<Variable> bound, BiFunction<TermEmitter, Emission, Step> tail);

    /// The term's value, after links for whatever in it iterates.
    final Ev ev(Core term, Emission emission) {
        return closure(ground(term, emission), emission);
    }

    final List<Ev> evs(List<Core> terms, Emission emission) {
        List<Core> ground = new ArrayList<>();
        for (Core term : terms) {
            ground.add(ground(term, emission));
        }
        List<Ev> evs = new ArrayList<>();
        for (Core term : ground) {
            evs.add(closure(term, emission));
        }
        return evs;
    }

    /// The term with everything that iterates replaced by variables that links give values to.
    final Core ground(Core term, Emission emission) {
        Core current = term;
        int before;
        do {
            if (isGround(current, emission)) {
                return current;
            }
            before = emission.bound.size();
            current = pass(current, emission);
        } while (emission.bound.size() > before);
        for (Variable variable : Vars.direct(current)) {
            if (!emission.bound.contains(variable)) {
                diagnostics.unsafe("var " + variable.name + " is unsafe", variable.at);
            }
        }
        return new Core.SetOf(List.of());
    }

    private static boolean isGround(Core term, Emission emission) {
        return emission.bound.containsAll(Vars.direct(term)) && !Relations.inside(term);
    }

    private List<Core> passAll(List<Core> terms, Emission emission) {
        List<Core> passed = new ArrayList<>(terms.size());
        for (Core term : terms) {
            passed.add(pass(term, emission));
        }
        return passed;
    }

    private Core pass(Core term, Emission emission) {
        if (isGround(term, emission)) {
            return term;
        }
        return switch (term) {
            case Core.Ref r -> {
                Core.Ref passed =
                        new Core.Ref(
                                pass(r.head(), emission), passAll(r.operands(), emission), r.at());
                yield canIterate(passed, emission) ? iterate(passed, emission) : passed;
            }
            case Core.Call c -> {
                Core.Call call =
                        new Core.Call(c.callee(), passAll(c.arguments(), emission), c.at());
                boolean ready = emission.bound.containsAll(Vars.direct(call));
                yield ready && Relations.is(call) ? relation(call, emission) : call;
            }
            case Core.Array a -> new Core.Array(passAll(a.items(), emission));
            case Core.SetOf s -> new Core.SetOf(passAll(s.items(), emission));
            case Core.Obj o ->
                    new Core.Obj(passAll(o.keys(), emission), passAll(o.values(), emission));
            case Core.Const c -> c;
            case Core.Local l -> l;
            case Core.Input i -> i;
            case Core.Data d -> d;
            case Core.Comp c -> c;
            case Core.Template t -> t;
        };
    }

    /// A built-in with several results: each is tried.
    private Core relation(Core.Call call, Emission emission) {
        slots.costly();
        slots.link();
        Ev results = closure(call, emission);
        Variable key = temporary(call.at(), emission);
        Variable value = temporary(call.at(), emission);
        int keySlot = slots.of(key);
        int valueSlot = slots.of(value);
        emission.link(next -> Steps.each(results, new Pattern.Bind(keySlot), valueSlot, next));
        return new Core.Local(value);
    }

    final Variable temporary(Position at, Emission emission) {
        Variable variable = new Variable("", NOWHERE, at, false);
        emission.bound.add(variable);
        return variable;
    }

    static final Scope NOWHERE = new Scope(null, false);

    /// Whether all is known but the keys that iterating finds.
    private boolean canIterate(Core.Ref r, Emission emission) {
        if (isGround(r, emission) || !emission.bound.containsAll(Vars.direct(r.head()))) {
            return false;
        }
        Set<Variable> after = new Overlay(emission.bound);
        r.operands().forEach(operand -> Readiness.pattern(operand, after));
        return after.containsAll(Vars.direct(r)) && !Relations.inside(r);
    }

    abstract Core iterate(Core.Ref r, Emission emission);

    /// Code for a term without anything that iterates.
    final Ev closure(Core term, Emission emission) {
        Ev code = code(term, emission);
        return tracer == null ? code : tracer.observed(term, code, emission, slots);
    }

    private Ev code(Core term, Emission emission) {
        return switch (term) {
            case Core.Const(RegoValue value) -> Evs.constant(value);
            case Core.Local l -> new Ev.Slot(slots.of(l.variable()));
            case Core.Input i -> Evs.input();
            case Core.Data d -> linker.document(List.of());
            case Core.Ref r -> reference(r, emission);
            case Core.Call c -> call(c, emission);
            case Core.Array a -> array(closures(a.items(), emission));
            case Core.SetOf s -> set(closures(s.items(), emission));
            case Core.Obj o -> object(closures(o.keys(), emission), closures(o.values(), emission));
            case Core.Comp c -> comprehension(c, emission);
            case Core.Template t ->
                    Evs.template(
                            closures(t.parts(), emission),
                            Halt.conflict(
                                    "template-strings must not produce multiple outputs", t.at()));
        };
    }

    final List<Ev> closures(List<Core> terms, Emission emission) {
        List<Ev> evs = new ArrayList<>(terms.size());
        for (Core term : terms) {
            evs.add(closure(term, emission));
        }
        return evs;
    }

    private Ev reference(Core.Ref r, Emission emission) {
        if (r.head() instanceof Core.Data) {
            return linker.reference(r, operand -> closure(operand, emission));
        }
        return Evs.path(closure(r.head(), emission), closures(r.operands(), emission));
    }

    private Ev call(Core.Call c, Emission emission) {
        List<Ev> arguments = closures(c.arguments(), emission);
        Callee callee = c.callee();
        if (callee instanceof Callee.OfPolicy(Group group, FunctionDef function)) {
            linker.dependsOn(group);
            slots.costly();
            return Calls.own(function, arguments);
        }
        Ev call = Calls.call(callee.identity(), callable(callee, c.at()), arguments);
        if (callee instanceof Callee.OfBuiltin(Builtin builtin)) {
            Ev comparison = Comparisons.of(builtin.name(), arguments, call);
            return comparison == null ? call : comparison;
        }
        slots.costly();
        return call;
    }

    final Callable callable(Callee callee, Position at) {
        return switch (callee) {
            case Callee.OfBuiltin b -> Calls.builtin(b.builtin(), at);
            case Callee.OfHost h -> Calls.host(h.name(), at);
            case Callee.OfPolicy p -> {
                linker.dependsOn(p.group());
                yield p.function();
            }
        };
    }

    private static boolean constant(List<Ev> evs) {
        return evs.stream().allMatch(Ev.Const.class::isInstance);
    }

    private static List<RegoValue> values(List<Ev> evs) {
        return evs.stream().map(ev -> ((Ev.Const) ev).value()).toList();
    }

    private static Ev array(List<Ev> items) {
        return constant(items) ? new Ev.Const(RegoArray.copyOf(values(items))) : Evs.array(items);
    }

    private static Ev set(List<Ev> items) {
        return constant(items) ? new Ev.Const(RegoSet.copyOf(values(items))) : Evs.set(items);
    }

    private static Ev object(List<Ev> keys, List<Ev> values) {
        if (!constant(keys) || !constant(values)) {
            return Evs.object(keys, values);
        }
        List<RegoValue> k = values(keys);
        List<RegoValue> v = values(values);
        RegoObject.Builder object = RegoObject.builder();
        for (int i = 0; i < k.size(); i++) {
            object.put(k.get(i), v.get(i));
        }
        return new Ev.Const(object.build());
    }

    private Ev comprehension(Core.Comp c, Emission emission) {
        slots.costly();
        int cell = slots.cells(1);
        Step body =
                body(
                        c.body(),
                        emission.bound,
                        (emitter, inner) -> {
                            Ev value = emitter.closure(c.value(), inner);
                            return switch (c.kind()) {
                                case ARRAY -> Comprehensions.addToArray(cell, value);
                                case SET -> Comprehensions.addToSet(cell, value);
                                case OBJECT ->
                                        Comprehensions.addToObject(
                                                cell,
                                                emitter.closure(
                                                        c.key() == null ? c.value() : c.key(),
                                                        inner),
                                                value,
                                                c.at());
                            };
                        });
        return switch (c.kind()) {
            case ARRAY -> Comprehensions.array(cell, body);
            case SET -> Comprehensions.set(cell, body);
            case OBJECT -> Comprehensions.object(cell, body);
        };
    }
}
