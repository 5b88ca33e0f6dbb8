package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Compiled forms of ground terms.
public final class Evs {
    private static final int NAME = 64;

    private Evs() {}

    public static Ev input() {
        return Ev.Input.WHOLE;
    }

    /// `head[key]…` within plain values.
    public static Ev path(Ev head, List<Ev> keys) {
        if (keys.isEmpty()) {
            return head;
        }
        if (keys.stream().allMatch(Ev.Const.class::isInstance)) {
            return constantPath(
                    head,
                    keys.stream().map(k -> key(((Ev.Const) k).value())).toArray(RegoValue[]::new));
        }
        Ev[] all = keys.toArray(Ev[]::new);
        return frame -> {
            RegoValue value = Ev.value(head, frame);
            for (Ev ev : all) {
                if (value == null) {
                    return null;
                }
                RegoValue key = Ev.value(ev, frame);
                if (key == null) {
                    return null;
                }
                value = Values.lookup(value, key);
            }
            return value;
        };
    }

    /// A constant. Short strings are made ready to be looked up: most are keys or names somewhere.
    public static Ev constant(RegoValue value) {
        boolean name = value instanceof RegoString string && string.value().length() <= NAME;
        return new Ev.Const(name ? key(value) : value);
    }

    /// The same value, ready to be looked up.
    private static RegoValue key(RegoValue value) {
        return value instanceof RegoString string ? string.asKey() : value;
    }

    private static Ev constantPath(Ev head, RegoValue[] keys) {
        return head instanceof Ev.Input input && input.isWhole()
                ? new Ev.Input(keys)
                : frame -> Values.below(Ev.value(head, frame), keys);
    }

    /// Base data at a path where the policy has nothing.
    public static Ev base(List<RegoValue> path) {
        RegoValue[] keys = path.stream().map(Evs::key).toArray(RegoValue[]::new);
        return frame -> {
            RegoValue value = frame.context.data;
            for (RegoValue key : keys) {
                if (value == null) {
                    return null;
                }
                value = Values.base(value, key);
            }
            return value;
        };
    }

    /// A rule's value, or what `with` put in its place.
    public static Ev rule(DataNode node, RuleDef rule) {
        return new Rule(node, rule);
    }

    private record Rule(DataNode node, RuleDef rule) implements Ev, Check {
        @Override
        public @Nullable RegoValue eval(Frame frame) throws Halt {
            Context context = frame.context;
            return context.isMasked(node.id()) ? node.base(context) : rule.value(context);
        }

        @Override
        public boolean holds(Frame frame) throws Halt {
            return Values.holds(eval(frame));
        }
    }

    /// All that is below a package.
    public static Ev document(DataNode node) {
        return frame -> node.document(frame.context);
    }

    /// A reference through packages by computed keys.
    public static Ev walk(DataWalk walk) {
        return frame -> {
            @Nullable RegoValue[] found = new @Nullable RegoValue[1];
            walk.walk(
                    frame,
                    (f, value) -> {
                        found[0] = value;
                        return true;
                    });
            return found[0];
        };
    }

    public static Ev array(List<Ev> items) {
        Ev[] all = items.toArray(Ev[]::new);
        return frame -> {
            RegoArray.Builder array = RegoArray.builder();
            for (Ev ev : all) {
                RegoValue value = Ev.value(ev, frame);
                if (value == null) {
                    return null;
                }
                frame.context.run.element();
                array.add(value);
            }
            return frame.context.run.made(array.build());
        };
    }

    public static Ev set(List<Ev> items) {
        Ev[] all = items.toArray(Ev[]::new);
        return frame -> {
            RegoSet.Builder set = RegoSet.builder();
            for (Ev ev : all) {
                RegoValue value = Ev.value(ev, frame);
                if (value == null) {
                    return null;
                }
                frame.context.run.member(value);
                set.add(value);
            }
            return frame.context.run.made(set.build());
        };
    }

    public static Ev object(List<Ev> keys, List<Ev> values) {
        List<RegoValue> constants = new ArrayList<>();
        for (Ev key : keys) {
            if (key instanceof Ev.Const(RegoValue constant) && !constants.contains(constant)) {
                constants.add(constant);
            }
        }
        return !keys.isEmpty() && constants.size() == keys.size()
                ? formed(constants, values)
                : computed(keys, values);
    }

    /// An object whose keys are known, and distinct.
    private static Ev formed(List<RegoValue> keys, List<Ev> values) {
        RegoObject.Form form = new RegoObject.Form(keys);
        Ev[] all = values.toArray(Ev[]::new);
        return frame -> {
            RegoValue[] own = new RegoValue[all.length];
            for (int i = 0; i < all.length; i++) {
                RegoValue value = Ev.value(all[i], frame);
                if (value == null) {
                    return null;
                }
                frame.context.run.member(keys.get(i));
                own[i] = value;
            }
            return frame.context.run.made(form.owning(own));
        };
    }

    private static Ev computed(List<Ev> keys, List<Ev> values) {
        Ev[] k = keys.toArray(Ev[]::new);
        Ev[] v = values.toArray(Ev[]::new);
        return frame -> {
            RegoObject.Builder object = RegoObject.builder();
            for (int i = 0; i < k.length; i++) {
                RegoValue key = k[i].eval(frame);
                RegoValue value = v[i].eval(frame);
                if (key == null || value == null) {
                    return null;
                }
                frame.context.run.member(key);
                object.put(key, value);
            }
            return frame.context.run.made(object.build());
        };
    }

    /// A template string: parts are texts, or sets of at most one value each.
    public static Ev template(List<Ev> parts, Halt ambiguous) {
        Ev[] all = parts.toArray(Ev[]::new);
        return frame -> {
            StringBuilder out = new StringBuilder();
            for (Ev ev : all) {
                switch (ev.eval(frame)) {
                    case RegoString text -> {
                        frame.context.run.grow(text.weight());
                        out.append(text.value());
                    }
                    case RegoSet set when set.size() > 1 -> throw ambiguous;
                    case RegoSet set when set.size() == 0 -> out.append("<undefined>");
                    case RegoSet set -> {
                        frame.context.run.grow(set.weight());
                        out.append(shown(set.at(0)));
                    }
                    case null, default -> {
                        return null;
                    }
                }
            }
            return RegoString.of(out.toString());
        };
    }

    static String shown(RegoValue value) {
        return value instanceof RegoString s ? s.value() : value.toString();
    }
}
