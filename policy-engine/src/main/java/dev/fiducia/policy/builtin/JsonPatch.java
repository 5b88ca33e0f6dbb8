package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.ValueType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// `json.patch`: RFC 6902 over all Rego values. A member of a set is its own key. A patch that
/// doesn't apply makes the whole call undefined.
final class JsonPatch {
    /// What an edit does to the container that a path ends in.
    private enum Edit {
        ADD,
        REMOVE,
        REPLACE
    }

    private final Budget budget;

    private JsonPatch(Budget budget) {
        this.budget = budget;
    }

    static @Nullable RegoValue apply(Budget budget, RegoValue[] a) throws BuiltinException {
        var patches = Operands.array(a, 1);
        var patch = new JsonPatch(budget);
        @Nullable RegoValue value = a[0];
        for (var element : patches) {
            if (!(element instanceof RegoObject operation)) {
                throw Operands.wrongElement(a, 1, element, ValueType.OBJECT);
            }
            budget.step(8);
            if (patch.isOfWhole(operation, "remove")) {
                // Only another document in its place can follow.
                if (value == null) {
                    return null;
                }
                value = null;
                continue;
            }
            if (value != null) {
                value = patch.one(value, operation);
            } else if (patch.isOfWhole(operation, "add")) {
                value = value(operation);
            }
            if (value == null) {
                return null;
            }
        }
        return value;
    }

    private boolean isOfWhole(RegoObject operation, String op) throws BuiltinException {
        return operation.get("op") instanceof RegoString found
                && found.value().equals(op)
                && path(operation, "path").isEmpty();
    }

    private @Nullable RegoValue one(RegoValue root, RegoObject operation) throws BuiltinException {
        if (!(operation.get("op") instanceof RegoString op)) {
            throw BuiltinException.failed("patch needs a string \"op\"");
        }
        var path = path(operation, "path");
        return switch (op.value()) {
            case "add" -> edit(root, path, 0, Edit.ADD, value(operation));
            case "remove" -> edit(root, path, 0, Edit.REMOVE, root);
            case "replace" -> edit(root, path, 0, Edit.REPLACE, value(operation));
            case "move" -> {
                var from = path(operation, "from");
                var moved = find(root, from);
                if (moved == null
                        || (path.size() > from.size()
                                && path.subList(0, from.size()).equals(from))) {
                    yield null;
                }
                if (path.equals(from)) {
                    yield root;
                }
                var without = from.isEmpty() ? null : edit(root, from, 0, Edit.REMOVE, root);
                yield path.isEmpty()
                        ? moved
                        : without == null ? null : edit(without, path, 0, Edit.ADD, moved);
            }
            case "copy" -> {
                var copied = find(root, path(operation, "from"));
                yield copied == null ? null : edit(root, path, 0, Edit.ADD, copied);
            }
            case "test" -> {
                var expected = value(operation);
                Weight.look(budget, expected);
                yield expected.equals(find(root, path)) ? root : null;
            }
            default -> throw BuiltinException.failed("bad patch operation " + op);
        };
    }

    private List<RegoValue> path(RegoObject operation, String name) throws BuiltinException {
        var given = operation.get(name);
        var steps = given == null ? null : JsonPaths.steps(given);
        if (steps == null) {
            throw BuiltinException.failed("patch needs a \"" + name + "\" of type string or array");
        }
        budget.step(steps.size());
        return steps;
    }

    private static RegoValue value(RegoObject operation) throws BuiltinException {
        var value = operation.get("value");
        if (value == null) {
            throw BuiltinException.failed("patch needs a \"value\"");
        }
        return value;
    }

    private static @Nullable RegoValue find(RegoValue root, List<RegoValue> path) {
        var value = root;
        for (var step : path) {
            var next = child(value, step);
            if (next == null) {
                return null;
            }
            value = next;
        }
        return value;
    }

    private static @Nullable RegoValue child(RegoValue container, RegoValue step) {
        return switch (container) {
            case RegoObject object -> object.get(step);
            case RegoSet set -> set.contains(step) ? step : null;
            case RegoArray array -> {
                int index = index(array, step);
                yield index >= 0 && index < array.size() ? array.get(index) : null;
            }
            default -> null;
        };
    }

    /// The place a step names, with `-` for the end; -1 for what is no place.
    private static int index(RegoArray array, RegoValue step) {
        return switch (step) {
            case RegoNumber number when number.isLong() ->
                    number.asLong() < 0 || number.asLong() > array.size()
                            ? -1
                            : (int) number.asLong();
            case RegoString string when string.value().equals("-") -> array.size();
            // As Go reads integers: with a sign, which a nought may follow, but not lead.
            case RegoString string
                    when string.value().matches("0|[1-9][0-9]{0,8}|\\+[0-9]{1,9}|-0{1,9}") -> {
                int index = Integer.parseInt(string.value());
                yield index > array.size() ? -1 : index;
            }
            default -> -1;
        };
    }

    private @Nullable RegoValue edit(
            RegoValue container, List<RegoValue> path, int at, Edit edit, RegoValue value)
            throws BuiltinException {
        if (path.isEmpty()) {
            return edit == Edit.REMOVE ? null : value;
        }
        var step = path.get(at);
        if (at == path.size() - 1) {
            return last(container, step, edit, value);
        }
        var child = child(container, step);
        var changed = child == null ? null : edit(child, path, at + 1, edit, value);
        if (child == null || changed == null) {
            return null;
        }
        return switch (container) {
            case RegoObject object -> with(object, step, changed);
            case RegoSet set -> {
                budget.output(set.size());
                yield set.minus(RegoSet.of(step)).union(RegoSet.of(changed));
            }
            case RegoArray array -> spliced(array, index(array, step), 1, changed);
            default -> null;
        };
    }

    private @Nullable RegoValue last(
            RegoValue container, RegoValue step, Edit edit, RegoValue value)
            throws BuiltinException {
        boolean there = child(container, step) != null;
        if (edit != Edit.ADD && !there) {
            return null;
        }
        return switch (container) {
            case RegoObject object -> {
                if (edit == Edit.REMOVE) {
                    budget.output(object.size());
                    yield object.without(step);
                }
                yield with(object, step, value);
            }
            case RegoSet set -> {
                budget.output(set.size());
                yield switch (edit) {
                    // A member goes only where its own value points.
                    case ADD, REPLACE -> step.equals(value) ? set.union(RegoSet.of(value)) : null;
                    case REMOVE -> set.minus(RegoSet.of(step));
                };
            }
            case RegoArray array -> {
                int index = index(array, step);
                if (index < 0) {
                    yield null;
                }
                yield switch (edit) {
                    case ADD -> spliced(array, index, 0, value);
                    case REMOVE -> spliced(array, index, 1, null);
                    case REPLACE -> spliced(array, index, 1, value);
                };
            }
            default -> null;
        };
    }

    private RegoValue with(RegoObject object, RegoValue key, RegoValue value)
            throws BuiltinException {
        budget.output(object.size() + 1L);
        return object.with(key, value);
    }

    private RegoValue spliced(RegoArray array, int index, int dropped, @Nullable RegoValue value)
            throws BuiltinException {
        budget.output(array.size() + 1L);
        var elements = new ArrayList<RegoValue>(array.elements().subList(0, index));
        if (value != null) {
            elements.add(value);
        }
        elements.addAll(array.elements().subList(index + dropped, array.size()));
        return RegoArray.copyOf(elements);
    }
}
