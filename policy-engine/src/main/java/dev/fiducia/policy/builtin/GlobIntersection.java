package dev.fiducia.policy.builtin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether two simple expressions have a non-empty text in common (`regex.globs_match`). They know
/// characters, `.`, sets such as `[a-z_]`, escapes, and `*` and `+` after each.
final class GlobIntersection {
    private record Item(List<CodePoints> ranges, boolean optional, boolean repeated) {
        boolean meets(Item other) {
            return ranges.stream().anyMatch(mine -> other.ranges.stream().anyMatch(mine::meets));
        }
    }

    private record State(int left, int right, boolean started) {}

    private GlobIntersection() {}

    static boolean nonEmpty(Budget budget, String left, String right) throws BuiltinException {
        var a = parse(left);
        var b = parse(right);
        budget.step((long) (a.size() + 1) * (b.size() + 1) * 8);
        var open = new ArrayDeque<State>();
        Set<State> seen = new HashSet<>();
        var first = new State(0, 0, false);
        open.add(first);
        seen.add(first);
        while (!open.isEmpty()) {
            var state = open.remove();
            if (state.started() && atEnd(a, state.left()) && atEnd(b, state.right())) {
                return true;
            }
            for (var next : next(a, b, state)) {
                budget.output(1);
                if (seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return false;
    }

    private static boolean atEnd(List<Item> items, int at) {
        for (int i = at; i < items.size(); i++) {
            if (!items.get(i).optional()) {
                return false;
            }
        }
        return true;
    }

    /// Both sides read one character in common, or one side leaves out an optional item.
    private static List<State> next(List<Item> a, List<Item> b, State state) {
        var next = new ArrayList<State>();
        int left = state.left();
        int right = state.right();
        boolean leftOpen = left < a.size();
        boolean rightOpen = right < b.size();
        if (leftOpen && a.get(left).optional()) {
            next.add(new State(left + 1, right, state.started()));
        }
        if (rightOpen && b.get(right).optional()) {
            next.add(new State(left, right + 1, state.started()));
        }
        if (leftOpen && rightOpen && a.get(left).meets(b.get(right))) {
            int leftNext = a.get(left).repeated() ? left : left + 1;
            int rightNext = b.get(right).repeated() ? right : right + 1;
            next.add(new State(leftNext, rightNext, true));
        }
        return next;
    }

    /// `x+` becomes `x x*`, so that only starred items repeat.
    private static List<Item> parse(String input) throws BuiltinException {
        var points = input.codePoints().toArray();
        var items = new ArrayList<Item>();
        int at = 0;
        while (at < points.length) {
            List<CodePoints> ranges;
            switch (points[at]) {
                case '.' -> ranges = List.of(CodePoints.ALL);
                case '[' -> {
                    int close = at + 1;
                    while (close < points.length && points[close] != ']') {
                        close += points[close] == '\\' ? 2 : 1;
                    }
                    if (close >= points.length) {
                        throw invalid(input, points.length, "set-open '[' with no matching ']'");
                    }
                    ranges = set(input, points, at + 1, close);
                    at = close;
                }
                case ']' -> throw invalid(input, at + 1, "set-close ']' with no preceding '['");
                case '*', '+' ->
                        throw invalid(
                                input,
                                at + 1,
                                "flag '"
                                        + Character.toString(points[at])
                                        + "' must be preceded by a non-flag");
                case '\\' -> {
                    at++;
                    if (at == points.length) {
                        throw invalid(input, at, "escape character with nothing to escape");
                    }
                    ranges = List.of(CodePoints.one(points[at]));
                }
                default -> ranges = List.of(CodePoints.one(points[at]));
            }
            at++;
            int flag = at < points.length ? points[at] : 0;
            if (flag == '*' || flag == '+') {
                at++;
            }
            if (flag != '*') {
                items.add(new Item(ranges, false, false));
            }
            if (flag == '*' || flag == '+') {
                items.add(new Item(ranges, true, true));
            }
        }
        return items;
    }

    private static List<CodePoints> set(String input, int[] points, int from, int to)
            throws BuiltinException {
        var ranges = new ArrayList<CodePoints>();
        int at = from;
        while (at < to) {
            if (points[at] == '\\') {
                at++;
            }
            int low = points[at++];
            int high = low;
            if (at < to && points[at] == '-') {
                at++;
                if (at < to && points[at] == '\\') {
                    at++;
                }
                if (at >= to) {
                    throw invalid(input, at, "range is missing its end");
                }
                high = points[at++];
                if (high < low) {
                    throw invalid(input, at, "range is out of order");
                }
            }
            ranges.add(new CodePoints(low, high));
        }
        return ranges;
    }

    private static BuiltinException invalid(String input, int position, String problem) {
        return BuiltinException.failed(
                "input:%s, pos:%d, %s: the input provided is invalid"
                        .formatted(input, position, problem));
    }
}
