package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `with`: a literal runs in a child context, what follows it in the parent again.
public final class Withs {
    /// A child context forgets what is known of all rules, for which it needs room.
    private static final int NODES_IN_A_STEP = 64;

    private Withs() {}

    /// One replacement.
    public sealed interface Replacement {
        /// Of the input, or a part of it.
        record OfInput(List<RegoValue> path, Ev value) implements Replacement {}

        /// Of a part of data, with the rules that it hides.
        record OfData(List<RegoValue> path, Ev value, BitSet hidden) implements Replacement {}

        /// Of a function, by a value.
        record ByValue(Object function, Ev value) implements Replacement {}

        /// Of a function, by another.
        record ByFunction(Object function, Callable other) implements Replacement {}
    }

    /// Enters the child context; the parent waits in one cell, the child in the next.
    public static Step enter(List<Replacement> replacements, int cell, Step inner) {
        List<Replacement> all = List.copyOf(replacements);
        return frame -> {
            Context parent = frame.context;
            Context child = child(frame, parent, all);
            if (child == null) {
                return false;
            }
            parent.run.steps(1 + parent.rules() / NODES_IN_A_STEP);
            frame.cells[cell] = parent;
            frame.cells[cell + 1] = child;
            frame.context = child;
            try {
                return inner.run(frame);
            } finally {
                frame.context = parent;
            }
        };
    }

    /// Goes on in the parent context.
    public static Step leave(int cell, Step next) {
        return frame -> {
            Context child = frame.context;
            Object parent = frame.cells[cell];
            if (!(parent instanceof Context outer)) {
                return false;
            }
            frame.context = outer;
            boolean stop = next.run(frame);
            frame.context = child;
            frame.cells[cell] = outer;
            return stop;
        };
    }

    private static @Nullable Context child(
            Frame frame, Context parent, List<Replacement> replacements) throws Halt {
        RegoValue input = parent.input;
        RegoValue data = parent.data;
        BitSet hidden = null;
        Map<Object, Mock> mocks = new HashMap<>();
        for (Replacement replacement : replacements) {
            switch (replacement) {
                case Replacement.OfInput(List<RegoValue> path, Ev ev) -> {
                    RegoValue value = ev.eval(frame);
                    if (value == null) {
                        return null;
                    }
                    input = put(parent.run, input, path, value);
                }
                case Replacement.OfData(List<RegoValue> path, Ev ev, BitSet nodes) -> {
                    RegoValue value = ev.eval(frame);
                    if (value == null) {
                        return null;
                    }
                    data = put(parent.run, data, path, value);
                    hidden = hidden == null ? new BitSet() : hidden;
                    hidden.or(nodes);
                }
                case Replacement.ByValue(Object function, Ev ev) -> {
                    RegoValue value = ev.eval(frame);
                    if (value == null) {
                        return null;
                    }
                    mocks.put(function, new Mock.Fixed(value));
                }
                case Replacement.ByFunction(Object function, Callable other) ->
                        mocks.put(function, new Mock.Other(other));
            }
        }
        return parent.child(input, data, hidden, mocks);
    }

    private static RegoValue put(
            Run run, @Nullable RegoValue document, List<RegoValue> path, RegoValue value)
            throws Halt {
        if (path.isEmpty()) {
            return value;
        }
        RegoObject object = document instanceof RegoObject o ? o : RegoObject.EMPTY;
        RegoValue key = path.getFirst();
        run.steps(object.size());
        return run.made(
                object.with(key, put(run, object.get(key), path.subList(1, path.size()), value)));
    }
}
