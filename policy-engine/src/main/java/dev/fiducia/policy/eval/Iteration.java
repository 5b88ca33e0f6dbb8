package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

/// Goes through collections in Rego's order; each element costs one step.
final class Iteration {
    private Iteration() {}

    /// What happens with each element; true ends the iteration.
    @FunctionalInterface
    interface Body {
        boolean element(Frame frame, RegoValue key, RegoValue value) throws Halt;
    }

    static boolean each(Frame frame, RegoValue collection, Body body) throws Halt {
        Run run = frame.context.run;
        switch (collection) {
            case RegoArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    run.tick();
                    if (body.element(frame, RegoNumber.of(i), array.get(i))) {
                        return true;
                    }
                }
            }
            case RegoObject object -> {
                for (int i = 0; i < object.size(); i++) {
                    run.tick();
                    if (body.element(frame, object.keyAt(i), object.valueAt(i))) {
                        return true;
                    }
                }
            }
            case RegoSet set -> {
                for (int i = 0; i < set.size(); i++) {
                    run.tick();
                    RegoValue member = set.at(i);
                    if (body.element(frame, member, member)) {
                        return true;
                    }
                }
            }
            case RegoNull n -> {}
            case RegoBoolean b -> {}
            case RegoNumber n -> {}
            case RegoString s -> {}
        }
        return false;
    }

    static boolean isCollection(RegoValue value) {
        return value instanceof RegoArray
                || value instanceof RegoObject
                || value instanceof RegoSet;
    }
}
