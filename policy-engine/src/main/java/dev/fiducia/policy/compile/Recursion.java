package dev.fiducia.policy.compile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds rules that depend on themselves; works without recursion, however long the way.
final class Recursion {
    /// Text can be written to hold more cycles, and longer ones, than anybody would read.
    private static final int MOST_REPORTED = 10;

    private final Diagnostics diagnostics;
    private int reported;
    private final Set<Object> done = new HashSet<>();

    Recursion(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    void check(List<Group> groups) {
        groups.forEach(this::check);
    }

    private record Visit(Object place, Iterator<?> rest) {}

    private void check(Group start) {
        if (done.contains(start)) {
            return;
        }
        Deque<Visit> way = new ArrayDeque<>();
        Set<Object> onWay = new HashSet<>();
        way.addLast(new Visit(start, edges(start)));
        onWay.add(start);
        while (!way.isEmpty()) {
            Visit visit = way.getLast();
            if (!visit.rest().hasNext()) {
                way.removeLast();
                onWay.remove(visit.place());
                done.add(visit.place());
                continue;
            }
            Object next = visit.rest().next();
            if (onWay.contains(next)) {
                if (reported < MOST_REPORTED) {
                    report(next, way);
                }
            } else if (!done.contains(next)) {
                way.addLast(new Visit(next, edges(next)));
                onWay.add(next);
            }
        }
    }

    private static Iterator<?> edges(Object place) {
        if (place instanceof Node node) {
            List<Object> below = new ArrayList<>(node.children.values());
            if (node.group != null) {
                below.add(node.group);
            }
            return below.iterator();
        }
        return place instanceof Group group
                ? group.dependencies.iterator()
                : Collections.emptyIterator();
    }

    private void report(Object place, Deque<Visit> way) {
        List<Group> cycle = new ArrayList<>();
        boolean within = false;
        for (Visit visit : way) {
            within |= visit.place().equals(place);
            if (within && visit.place() instanceof Group group) {
                cycle.add(group);
            }
        }
        reported++;
        int views = cycle.size() <= MOST_REPORTED ? cycle.size() : 1;
        for (int i = 0; i < views; i++) {
            Group group = cycle.getFirst();
            String shown = cycle.stream().map(g -> g.path).collect(Collectors.joining(" -> "));
            diagnostics.recursion(
                    "rule " + group.path + " is recursive: " + shown + " -> " + group.path,
                    group.at);
            Collections.rotate(cycle, -1);
        }
    }
}
