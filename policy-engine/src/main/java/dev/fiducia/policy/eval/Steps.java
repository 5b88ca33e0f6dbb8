package dev.fiducia.policy.eval;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoValue;

import java.util.List;

/// The links that bodies are made of.
public final class Steps {
    private Steps() {}

    /// The checks in order, and then the rest.
    public static Step after(List<Check> checks, Step next) {
        if (checks.isEmpty()) {
            return next;
        }
        return new Step.Checked(checks.toArray(Check[]::new), next);
    }

    /// The term is defined and not false.
    public static Check holds(Ev term) {
        return term instanceof Check check ? check : frame -> Values.holds(Ev.value(term, frame));
    }

    /// A variable gets the term's value.
    public static Check bind(int slot, Ev term) {
        return new Check.Bind(slot, term);
    }

    public static Check same(Ev left, Ev right) {
        return frame -> {
            RegoValue a = Ev.value(left, frame);
            if (a == null) {
                return false;
            }
            RegoValue b = Ev.value(right, frame);
            return b != null && frame.context.run.same(a, b);
        };
    }

    public static Check match(Ev term, Pattern pattern) {
        return frame -> {
            RegoValue value = Ev.value(term, frame);
            return value != null && pattern.match(frame, value);
        };
    }

    /// For each element: its key matches, its value goes to a slot.
    public static Step each(Ev collection, Pattern key, int slot, Step next) {
        Iteration.Body body =
                (f, k, v) -> {
                    if (!key.match(f, k)) {
                        return false;
                    }
                    f.slots[slot] = v;
                    return Step.go(next, f);
                };
        return frame -> {
            RegoValue value = Ev.value(collection, frame);
            if (value instanceof RegoArray array && key instanceof Pattern.Bind(int keySlot)) {
                return elements(frame, array, keySlot, slot, next);
            }
            return value != null && Iteration.each(frame, value, body);
        };
    }

    /// What is iterated most, and without conditions.
    private static boolean elements(Frame frame, RegoArray array, int keySlot, int slot, Step next)
            throws Halt {
        for (int i = 0; i < array.size(); i++) {
            frame.context.run.tick();
            frame.slots[keySlot] = RegoNumber.of(i);
            frame.slots[slot] = array.get(i);
            if (Step.go(next, frame)) {
                return true;
            }
        }
        return false;
    }

    /// For each document that a reference through packages finds.
    public static Step walk(DataWalk walk, int slot, Step next) {
        DataWalk.Found found =
                (f, value) -> {
                    f.slots[slot] = value;
                    return next.run(f);
                };
        return frame -> walk.walk(frame, found);
    }

    /// The body has a solution.
    public static Check some(Step body) {
        return frame -> Step.go(body, frame);
    }

    /// The body has no solution.
    public static Check not(Step body) {
        return frame -> !Step.go(body, frame);
    }

    /// The body has a solution for every element.
    public static Check every(Ev domain, int keySlot, int valueSlot, Step body) {
        Iteration.Body refutes =
                (f, k, v) -> {
                    f.slots[keySlot] = k;
                    f.slots[valueSlot] = v;
                    return !Step.go(body, f);
                };
        return frame -> {
            RegoValue collection = Ev.value(domain, frame);
            return collection != null
                    && Iteration.isCollection(collection)
                    && !Iteration.each(frame, collection, refutes);
        };
    }

    /// Prints every combination of the arguments' values.
    public static Check print(List<Ev> arguments, Position at) {
        Ev[] all = arguments.toArray(Ev[]::new);
        return frame -> {
            Prints prints = frame.context.run.prints;
            if (prints != null) {
                print(frame, prints, all, 0, new StringBuilder(), at);
            }
            return true;
        };
    }

    private static void print(
            Frame frame, Prints prints, Ev[] all, int index, StringBuilder out, Position at)
            throws Halt {
        if (index == all.length) {
            prints.print(frame.context.run, at, out.toString());
            return;
        }
        int length = out.length();
        if (index > 0) {
            out.append(' ');
        }
        int start = out.length();
        if (!(all[index].eval(frame) instanceof RegoSet values) || values.size() == 0) {
            out.append("<undefined>");
            print(frame, prints, all, index + 1, out, at);
        } else {
            for (RegoValue value : values) {
                frame.context.run.tick();
                out.setLength(start);
                frame.context.run.grow(value.weight());
                out.append(Evs.shown(value));
                print(frame, prints, all, index + 1, out, at);
            }
        }
        out.setLength(length);
    }

    /// The end of a clause of a partial set.
    public static Step member(Ev member) {
        return frame -> {
            RegoValue value = Ev.value(member, frame);
            if (value != null && frame.sink instanceof RegoSet.Builder set) {
                frame.context.run.member(value);
                set.add(value);
            }
            return false;
        };
    }

    /// The end of a clause that contributes to a document at a path.
    public static Step entry(List<Ev> path, Ev value, boolean set, Position at) {
        Ev[] keys = path.toArray(Ev[]::new);
        return frame -> {
            RegoValue[] at0 = new RegoValue[keys.length];
            for (int i = 0; i < keys.length; i++) {
                RegoValue key = keys[i].eval(frame);
                if (key == null) {
                    return false;
                }
                at0[i] = key;
            }
            RegoValue own = value.eval(frame);
            if (own == null || !(frame.sink instanceof PathTree tree)) {
                return false;
            }
            Run run = frame.context.run;
            for (RegoValue key : at0) {
                run.member(key);
            }
            if (set) {
                run.member(own);
                tree.add(at0, own, at);
            } else {
                tree.put(run, at0, own, at);
            }
            return false;
        };
    }

    /// The end of a query: one more solution.
    public static Step solution(List<String> names, List<Integer> slots) {
        return frame -> {
            RegoObject.Builder solution = RegoObject.builder();
            for (int i = 0; i < names.size(); i++) {
                RegoValue value = frame.slots[slots.get(i)];
                if (value != null) {
                    solution.put(names.get(i), value);
                }
            }
            frame.context.run.grow(32L * (names.size() + 1));
            if (frame.sink instanceof RegoArray.Builder all) {
                all.add(solution.build());
            }
            return false;
        };
    }
}
