package dev.fiducia.policy.image;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.ArrayList;
import java.util.List;

/// Puts an exact reference in the place of the one that was written.
final class Rewriting {
    private Rewriting() {}

    static RegoObject of(RegoObject object, ImageUse use, String exact) {
        return (RegoObject) replaced(object, use.path(), 0, exact);
    }

    private static RegoValue replaced(
            RegoValue value, List<RegoValue> path, int index, String exact) {
        if (index == path.size()) {
            return value instanceof RegoObject
                    ? RegoObject.builder()
                            .put("kind", RegoString.of(ImageUse.DOCKER_IMAGE))
                            .put("name", RegoString.of(exact))
                            .build()
                    : RegoString.of(exact);
        }
        RegoValue key = path.get(index);
        return switch (value) {
            case RegoObject object -> {
                RegoValue inner = object.get(key);
                yield inner == null
                        ? object
                        : object.with(key, replaced(inner, path, index + 1, exact));
            }
            case RegoArray array when key instanceof RegoNumber number && number.isLong() -> {
                List<RegoValue> items = new ArrayList<>(array.elements());
                int at = (int) number.asLong();
                items.set(at, replaced(items.get(at), path, index + 1, exact));
                yield RegoArray.copyOf(items);
            }
            default -> value;
        };
    }
}
