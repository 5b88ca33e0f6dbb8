package dev.fiducia.policy.compile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds rules that depend on themselves; works without recursion, however long the way.
final class Recursion {
    private final Diagnostics diagnostics;
    private final Set<Group> done = new HashSet<>();

    Recursion(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    void check(List<Group> groups) {
        groups.forEach(this::check);
    }

    private record Visit(Group group, Iterator<Group> rest) {}

    private void check(Group start) {
        if (done.contains(start)) {
            return;
        }
        Deque<Visit> way = new ArrayDeque<>();
        Set<Group> onWay = new HashSet<>();
        way.addLast(new Visit(start, start.dependencies.iterator()));
        onWay.add(start);
        while (!way.isEmpty()) {
            Visit visit = way.getLast();
            if (!visit.rest().hasNext()) {
                way.removeLast();
                onWay.remove(visit.group());
                done.add(visit.group());
                continue;
            }
            Group next = visit.rest().next();
            if (onWay.contains(next)) {
                report(next, way);
            } else if (!done.contains(next)) {
                way.addLast(new Visit(next, next.dependencies.iterator()));
                onWay.add(next);
            }
        }
    }

    private void report(Group group, Deque<Visit> way) {
        List<String> cycle = new ArrayList<>();
        for (Visit visit : way) {
            if (!cycle.isEmpty() || visit.group() == group) {
                cycle.add(visit.group().path);
            }
        }
        cycle.add(group.path);
        diagnostics.recursion(
                "rule "
                        + group.path
                        + " is recursive: "
                        + cycle.stream().collect(Collectors.joining(" -> ")),
                group.at);
    }
}
