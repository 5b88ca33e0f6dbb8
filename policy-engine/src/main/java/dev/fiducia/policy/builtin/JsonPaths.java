package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The tree of paths that `json.filter` and `json.remove` work by. A leaf stands for all below it.
final class JsonPaths {
    private static final Pattern LEADING_SLASHES = Pattern.compile("^/+");

    private @Nullable Map<RegoValue, JsonPaths> children = new HashMap<>();

    private JsonPaths() {}

    static JsonPaths of(Budget budget, RegoValue[] a) throws BuiltinException {
        var root = new JsonPaths();
        for (var path : Operands.elements(a, 1)) {
            var steps = steps(path);
            if (steps == null) {
                throw BuiltinException.type(
                        "operand 2 must be one of {set, array} containing string paths or array of path"
                                + " segments but got "
                                + path.type().label());
            }
            budget.output(steps.size() + 1L);
            if (!steps.isEmpty()) {
                root.add(steps);
            }
        }
        return root;
    }

    /// The steps of a path: an array of them, or a text such as `a/b~1c/0`; null for other values.
    static @Nullable List<RegoValue> steps(RegoValue path) {
        return switch (path) {
            case RegoArray array -> array.elements();
            case RegoString string -> {
                var steps = new ArrayList<RegoValue>();
                String text = string.value();
                if (!text.isEmpty()) {
                    for (var step : LEADING_SLASHES.matcher(text).replaceFirst("").split("/", -1)) {
                        steps.add(RegoString.of(step.replace("~1", "/").replace("~0", "~")));
                    }
                }
                yield steps;
            }
            default -> null;
        };
    }

    private void add(List<RegoValue> steps) {
        var node = this;
        for (var step : steps) {
            if (node.children == null) {
                return;
            }
            node = node.children.computeIfAbsent(step, _ -> new JsonPaths());
        }
        node.children = null;
    }

    private @Nullable JsonPaths child(RegoValue key) {
        return children == null ? null : children.get(key);
    }

    private @Nullable JsonPaths element(int index) {
        return child(RegoString.of(Integer.toString(index)));
    }

    static RegoValue filter(Budget budget, RegoValue value, JsonPaths paths)
            throws BuiltinException {
        if (paths.children == null) {
            return value;
        }
        return switch (value) {
            case RegoArray array -> {
                budget.output(array.size());
                var kept = RegoArray.builder();
                for (int i = 0; i < array.size(); i++) {
                    var below = paths.element(i);
                    if (below != null) {
                        kept.add(filter(budget, array.get(i), below));
                    }
                }
                yield kept.build();
            }
            case RegoSet set -> {
                budget.output(set.size());
                var kept = RegoSet.builder();
                for (var member : set) {
                    var below = paths.child(member);
                    if (below != null) {
                        kept.add(filter(budget, member, below));
                    }
                }
                yield kept.build();
            }
            case RegoObject object -> {
                budget.output(object.size());
                var kept = RegoObject.builder();
                for (int i = 0; i < object.size(); i++) {
                    var below = paths.child(object.keyAt(i));
                    if (below != null) {
                        kept.put(object.keyAt(i), filter(budget, object.valueAt(i), below));
                    }
                }
                yield kept.build();
            }
            default -> value;
        };
    }

    /// What is left of a value; elements of arrays close up.
    static RegoValue remove(Budget budget, RegoValue value, JsonPaths paths)
            throws BuiltinException {
        return switch (value) {
            case RegoArray array -> {
                budget.output(array.size());
                var kept = RegoArray.builder();
                for (int i = 0; i < array.size(); i++) {
                    var left = left(budget, array.get(i), paths.element(i));
                    if (left != null) {
                        kept.add(left);
                    }
                }
                yield kept.build();
            }
            case RegoSet set -> {
                budget.output(set.size());
                var kept = RegoSet.builder();
                for (var member : set) {
                    var left = left(budget, member, paths.child(member));
                    if (left != null) {
                        kept.add(left);
                    }
                }
                yield kept.build();
            }
            case RegoObject object -> {
                budget.output(object.size());
                var kept = RegoObject.builder();
                for (int i = 0; i < object.size(); i++) {
                    var left = left(budget, object.valueAt(i), paths.child(object.keyAt(i)));
                    if (left != null) {
                        kept.put(object.keyAt(i), left);
                    }
                }
                yield kept.build();
            }
            default -> value;
        };
    }

    private static @Nullable RegoValue left(
            Budget budget, RegoValue value, @Nullable JsonPaths paths) throws BuiltinException {
        if (paths == null) {
            return value;
        }
        return paths.children == null ? null : remove(budget, value, paths);
    }
}
