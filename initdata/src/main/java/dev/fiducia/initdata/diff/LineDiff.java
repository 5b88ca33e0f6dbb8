package dev.fiducia.initdata.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// The difference of two lists of lines by the algorithm of Myers (1986): a shortest one, unless
/// more than [#MOST_EDITS] lines differ; then everything between the first and the last difference
/// counts as replaced. Time and memory are bounded by the lines and the square of that number.
final class LineDiff {
    static final int MOST_EDITS = 1000;

    private final List<String> before;
    private final List<String> after;
    private final int head;
    private final int tail;

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
        int shorter = Math.min(before.size(), after.size());
        int same = 0;
        while (same < shorter && before.get(same).equals(after.get(same))) {
            same++;
        }
        this.head = same;
        int end = 0;
        while (end < shorter - head
                && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        this.tail = end;
    }

    /// What happens to a line.
    enum Kind {
        KEPT,
        REMOVED,
        ADDED
    }

    /// One line of the difference.
    record Edit(Kind kind, String line) {}

    /// All lines in order: those that stay, and of each difference first those that go.
    static List<Edit> of(List<String> before, List<String> after) {
        return new LineDiff(before, after).edits();
    }

    private List<Edit> edits() {
        List<Edit> edits = new ArrayList<>();
        before.subList(0, head).forEach(line -> edits.add(new Edit(Kind.KEPT, line)));
        List<String> removed = before.subList(head, before.size() - tail);
        List<String> added = after.subList(head, after.size() - tail);
        List<int[]> trace = trace(removed, added);
        if (trace.isEmpty()) {
            removed.forEach(line -> edits.add(new Edit(Kind.REMOVED, line)));
            added.forEach(line -> edits.add(new Edit(Kind.ADDED, line)));
        } else {
            edits.addAll(path(trace, removed, added));
        }
        before.subList(before.size() - tail, before.size())
                .forEach(line -> edits.add(new Edit(Kind.KEPT, line)));
        return edits;
    }

    /// The furthest points on each diagonal before each number of edits; empty when there are too
    /// many of them.
    private static List<int[]> trace(List<String> from, List<String> to) {
        int bound = Math.min(from.size() + to.size(), MOST_EDITS);
        int[] furthest = new int[2 * bound + 3];
        List<int[]> trace = new ArrayList<>();
        for (int edits = 0; edits <= bound; edits++) {
            // Only the diagonals that this step can reach, so that the whole is half a square.
            trace.add(Arrays.copyOfRange(furthest, bound + 1 - edits - 1, bound + 1 + edits + 2));
            for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
                int at = bound + 1 + diagonal;
                boolean down =
                        diagonal == -edits
                                || (diagonal != edits && furthest[at - 1] < furthest[at + 1]);
                int x = down ? furthest[at + 1] : furthest[at - 1] + 1;
                int y = x - diagonal;
                while (x < from.size() && y < to.size() && from.get(x).equals(to.get(y))) {
                    x++;
                    y++;
                }
                furthest[at] = x;
                if (x >= from.size() && y >= to.size()) {
                    return trace;
                }
            }
        }
        return List.of();
    }

    private static List<Edit> path(List<int[]> trace, List<String> from, List<String> to) {
        List<Edit> edits = new ArrayList<>();
        int x = from.size();
        int y = to.size();
        for (int step = trace.size() - 1; step >= 0; step--) {
            int[] furthest = trace.get(step);
            int middle = step + 1;
            int diagonal = x - y;
            boolean down =
                    diagonal == -step
                            || (diagonal != step
                                    && furthest[middle + diagonal - 1]
                                            < furthest[middle + diagonal + 1]);
            int previous = down ? diagonal + 1 : diagonal - 1;
            int fromX = step == 0 ? 0 : furthest[middle + previous];
            int fromY = step == 0 ? 0 : fromX - previous;
            while (x > fromX && y > fromY && x > 0 && y > 0) {
                edits.add(new Edit(Kind.KEPT, from.get(--x)));
                y--;
            }
            if (step > 0) {
                if (down) {
                    edits.add(new Edit(Kind.ADDED, to.get(--y)));
                } else {
                    edits.add(new Edit(Kind.REMOVED, from.get(--x)));
                }
            }
        }
        Collections.reverse(edits);
        return edits;
    }
}
