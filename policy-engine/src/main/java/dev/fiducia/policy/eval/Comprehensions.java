package dev.fiducia.policy.eval;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoValue;

/// Terms built from each solution of a body. The builder waits in a cell of the frame.
public final class Comprehensions {
    private Comprehensions() {}

    public static Step addToArray(int cell, Ev value) {
        return frame -> {
            RegoValue item = Ev.value(value, frame);
            if (item != null && frame.cells[cell] instanceof RegoArray.Builder array) {
                frame.context.run.element();
                array.add(item);
            }
            return false;
        };
    }

    public static Ev array(int cell, Step body) {
        return frame -> {
            RegoArray.Builder array = RegoArray.builder();
            frame.cells[cell] = array;
            Step.go(body, frame);
            return frame.context.run.made(array.build());
        };
    }

    public static Step addToSet(int cell, Ev value) {
        return frame -> {
            RegoValue item = Ev.value(value, frame);
            if (item != null && frame.cells[cell] instanceof RegoSet.Builder set) {
                frame.context.run.member(item);
                set.add(item);
            }
            return false;
        };
    }

    public static Ev set(int cell, Step body) {
        return frame -> {
            RegoSet.Builder set = RegoSet.builder();
            frame.cells[cell] = set;
            Step.go(body, frame);
            return frame.context.run.made(set.build());
        };
    }

    public static Step addToObject(int cell, Ev key, Ev value, Position at) {
        return frame -> {
            RegoValue k = key.eval(frame);
            RegoValue v = value.eval(frame);
            if (k != null && v != null && frame.cells[cell] instanceof RegoObject.Builder object) {
                Run run = frame.context.run;
                run.member(k);
                RegoValue before = object.putIfAbsent(k, v);
                if (before != null && !run.same(before, v)) {
                    throw Halt.conflict("object keys must be unique", at);
                }
            }
            return false;
        };
    }

    public static Ev object(int cell, Step body) {
        return frame -> {
            RegoObject.Builder object = RegoObject.builder();
            frame.cells[cell] = object;
            Step.go(body, frame);
            return frame.context.run.made(object.build());
        };
    }
}
