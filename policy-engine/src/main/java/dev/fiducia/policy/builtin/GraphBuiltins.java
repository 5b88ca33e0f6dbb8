package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// `graph.*`, and the relation `walk`.
final class GraphBuiltins {
    private GraphBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add(
                "graph.reachable", Kinds.OBJECT, Kinds.ARRAY_OR_SET, (c, a) -> reachable(c, a));
        catalogue.add(
                "graph.reachable_paths",
                Kinds.OBJECT,
                Kinds.ARRAY_OR_SET,
                (c, a) -> {
                    var graph = Operands.object(a, 0);
                    var paths = RegoSet.builder();
                    for (var start : nodes(a)) {
                        if (graph.containsKey(start)) {
                            pathsFrom(c.budget(), graph, start, paths);
                        }
                    }
                    return paths.build();
                });
        catalogue.relation(
                "walk",
                Kinds.ANY,
                (c, a) -> {
                    var pairs = RegoArray.builder();
                    walk(c.budget(), a[0], RegoArray.EMPTY, pairs);
                    return pairs.build();
                });
    }

    private static List<RegoValue> nodes(RegoValue[] a) throws BuiltinException {
        return switch (a[1]) {
            case RegoArray array -> array.elements();
            case RegoSet set -> set.elements();
            default -> throw Operands.wrong(a, 1, "{array, set}");
        };
    }

    private static List<RegoValue> neighbours(@Nullable RegoValue edges) {
        return switch (edges) {
            case RegoArray array -> array.elements();
            case RegoSet set -> set.elements();
            case null -> List.of();
            default -> List.of();
        };
    }

    private static RegoValue reachable(BuiltinContext context, RegoValue[] a)
            throws BuiltinException {
        var graph = Operands.object(a, 0);
        var queue = new ArrayDeque<>(nodes(a));
        var reached = RegoSet.builder();
        while (!queue.isEmpty()) {
            var node = queue.remove();
            Weight.look(context.budget(), node);
            var edges = graph.get(node);
            if (edges != null && reached.add(node)) {
                var next = neighbours(edges);
                context.budget().output(next.size() + 1L);
                queue.addAll(next);
            }
        }
        return reached.build();
    }

    /// A start that is its own neighbour is gone through twice, unlike every other node.
    private static void pathsFrom(
            Budget budget, RegoObject graph, RegoValue start, RegoSet.Builder found)
            throws BuiltinException {
        var path = new ArrayList<>(List.of(start));
        var next = neighbours(graph.get(start));
        if (next.isEmpty()) {
            add(budget, path, found);
        }
        for (var neighbour : next) {
            paths(budget, graph, neighbour, path, found);
        }
    }

    /// Adds every path from a node that ends at a dead end, or before a node it already holds.
    private static void paths(
            Budget budget,
            RegoObject graph,
            RegoValue node,
            List<RegoValue> path,
            RegoSet.Builder found)
            throws BuiltinException {
        if (path.size() >= 1000) {
            throw BuiltinException.limit("path too long");
        }
        budget.step(path.size());
        Weight.look(budget, node);
        var edges = graph.get(node);
        if (edges == null) {
            add(budget, path, found);
            return;
        }
        path.add(node);
        var next = neighbours(edges);
        if (next.isEmpty()) {
            add(budget, path, found);
        }
        for (var neighbour : next) {
            budget.step(path.size());
            Weight.look(budget, neighbour);
            if (path.contains(neighbour)) {
                add(budget, path, found);
            } else {
                paths(budget, graph, neighbour, path, found);
            }
        }
        path.removeLast();
    }

    private static void add(Budget budget, List<RegoValue> path, RegoSet.Builder found)
            throws BuiltinException {
        budget.output(path.size() + 1L);
        found.add(RegoArray.copyOf(path));
    }

    /// All `[path, value]` pairs, a value before what it contains.
    private static void walk(
            Budget budget, RegoValue value, RegoArray path, RegoArray.Builder pairs)
            throws BuiltinException {
        budget.output(path.size() + 2L);
        pairs.add(RegoArray.of(path, value));
        switch (value) {
            case RegoArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    walk(budget, array.get(i), path.concat(RegoArray.of(RegoNumber.of(i))), pairs);
                }
            }
            case RegoSet set -> {
                for (var member : set) {
                    walk(budget, member, path.concat(RegoArray.of(member)), pairs);
                }
            }
            case RegoObject object -> {
                for (int i = 0; i < object.size(); i++) {
                    walk(
                            budget,
                            object.valueAt(i),
                            path.concat(RegoArray.of(object.keyAt(i))),
                            pairs);
                }
            }
            default -> {}
        }
    }
}
