package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Compiled forms of ground terms.
public final class Evs {
    private Evs() {}

    public static Ev input() {
        return frame -> frame.context.input;
    }

    /// `head[key]…` within plain values.
    public static Ev path(Ev head, List<Ev> keys) {
        if (keys.isEmpty()) {
            return head;
        }
        if (keys.stream().allMatch(Ev.Const.class::isInstance)) {
            return constantPath(
                    head, keys.stream().map(k -> ((Ev.Const) k).value()).toArray(RegoValue[]::new));
        }
        Ev[] all = keys.toArray(Ev[]::new);
        return frame -> {
            RegoValue value = head.eval(frame);
            for (Ev ev : all) {
                if (value == null) {
                    return null;
                }
                RegoValue key = ev.eval(frame);
                if (key == null) {
                    return null;
                }
                value = Values.lookup(value, key);
            }
            return value;
        };
    }

    private static Ev constantPath(Ev head, RegoValue[] keys) {
        return frame -> {
            RegoValue value = head.eval(frame);
            for (RegoValue key : keys) {
                if (value == null) {
                    return null;
                }
                value = Values.lookup(value, key);
            }
            return value;
        };
    }

    /// Base data at a path where the policy has nothing.
    public static Ev base(List<RegoValue> path) {
        RegoValue[] keys = path.toArray(RegoValue[]::new);
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
        return frame -> {
            Context context = frame.context;
            return context.isMasked(node.id()) ? node.base(context) : rule.value(context);
        };
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
                RegoValue value = ev.eval(frame);
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
                RegoValue value = ev.eval(frame);
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
