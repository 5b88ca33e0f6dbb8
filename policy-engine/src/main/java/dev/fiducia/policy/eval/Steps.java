package dev.fiducia.policy.eval;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoValue;

import java.util.List;

/// The links that bodies are made of.
public final class Steps {
    private Steps() {}

    /// The term is defined and not false.
    public static Step holds(Ev term, Step next) {
        return frame -> Values.holds(term.eval(frame)) && next.run(frame);
    }

    /// A variable gets the term's value.
    public static Step bind(int slot, Ev term, Step next) {
        return frame -> {
            RegoValue value = term.eval(frame);
            if (value == null) {
                return false;
            }
            frame.slots[slot] = value;
            return next.run(frame);
        };
    }

    public static Step same(Ev left, Ev right, Step next) {
        return frame -> {
            RegoValue a = left.eval(frame);
            if (a == null) {
                return false;
            }
            RegoValue b = right.eval(frame);
            return b != null && a.equals(b) && next.run(frame);
        };
    }

    public static Step match(Ev term, Pattern pattern, Step next) {
        return frame -> {
            RegoValue value = term.eval(frame);
            return value != null && pattern.match(frame, value) && next.run(frame);
        };
    }

    /// For each element: its key matches, its value goes to a slot.
    public static Step each(Ev collection, Pattern key, int slot, Step next) {
        if (key instanceof Pattern.Bind(int keySlot)) {
            return frame -> {
                RegoValue value = collection.eval(frame);
                return value != null
                        && Iteration.each(
                                frame,
                                value,
                                (f, k, v) -> {
                                    f.slots[keySlot] = k;
                                    f.slots[slot] = v;
                                    return next.run(f);
                                });
            };
        }
        return frame -> {
            RegoValue value = collection.eval(frame);
            return value != null
                    && Iteration.each(
                            frame,
                            value,
                            (f, k, v) -> {
                                if (!key.match(f, k)) {
                                    return false;
                                }
                                f.slots[slot] = v;
                                return next.run(f);
                            });
        };
    }

    /// For each document that a reference through packages finds.
    public static Step walk(DataWalk walk, int slot, Step next) {
        return frame ->
                walk.walk(
                        frame,
                        (f, value) -> {
                            f.slots[slot] = value;
                            return next.run(f);
                        });
    }

    /// The body has no solution.
    public static Step not(Step body, Step next) {
        return frame -> !body.run(frame) && next.run(frame);
    }

    /// The body has a solution for every element.
    public static Step every(Ev domain, int keySlot, int valueSlot, Step body, Step next) {
        return frame -> {
            RegoValue collection = domain.eval(frame);
            if (collection == null || !Iteration.isCollection(collection)) {
                return false;
            }
            boolean refuted =
                    Iteration.each(
                            frame,
                            collection,
                            (f, k, v) -> {
                                f.slots[keySlot] = k;
                                f.slots[valueSlot] = v;
                                return !body.run(f);
                            });
            return !refuted && next.run(frame);
        };
    }

    /// Prints every combination of the arguments' values.
    public static Step print(List<Ev> arguments, Position at, Step next) {
        Ev[] all = arguments.toArray(Ev[]::new);
        return frame -> {
            Prints prints = frame.context.run.prints;
            if (prints != null) {
                print(frame, prints, all, 0, new StringBuilder(), at);
            }
            return next.run(frame);
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
                out.append(Evs.shown(value));
                print(frame, prints, all, index + 1, out, at);
            }
        }
        out.setLength(length);
    }

    /// The end of a clause that gives one value.
    public static Step result(Ev value, boolean first, String conflict, Position at) {
        return frame -> {
            RegoValue own = value.eval(frame);
            if (own == null) {
                return false;
            }
            if (frame.sink == null) {
                frame.sink = own;
            } else if (!frame.sink.equals(own)) {
                throw Halt.conflict(conflict, at);
            }
            return first;
        };
    }

    /// The end of a clause of a partial set.
    public static Step member(Ev member) {
        return frame -> {
            RegoValue value = member.eval(frame);
            if (value != null && frame.sink instanceof RegoSet.Builder set && set.add(value)) {
                frame.context.run.grow();
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
            frame.context.run.grow();
            if (set) {
                tree.add(at0, own, at);
            } else {
                tree.put(at0, own, at);
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
            frame.context.run.grow();
            if (frame.sink instanceof RegoArray.Builder all) {
                all.add(solution.build());
            }
            return false;
        };
    }
}
