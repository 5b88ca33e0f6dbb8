package dev.fiducia.policy.builtin;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A glob: `*` any run without separators, `**` any run, `?` one character but a separator, `[ab]`,
/// `[!a-c]`, `{one,two}`, and a backslash before a character that means itself.
///
/// Matching keeps the set of places that the pattern so far can end at, so its time is bounded by
/// pattern times text.
final class Glob {
    private sealed interface Node {}

    private record Literal(int point) implements Node {}

    private record AnyRun(boolean acrossSeparators) implements Node {}

    private record AnyOne() implements Node {}

    private record OneOf(List<CodePoints> ranges, boolean negated) implements Node {}

    private record Alternatives(List<List<Node>> options) implements Node {}

    private static final int MAX_DEPTH = 64;

    private final List<Node> nodes;

    private Glob(List<Node> nodes) {
        this.nodes = nodes;
    }

    static Glob parse(String pattern) throws BuiltinException {
        var parser = new Parser(pattern.codePoints().toArray());
        var nodes = parser.sequence(0);
        return new Glob(nodes);
    }

    boolean matches(Budget budget, String text, BitSet separators) throws BuiltinException {
        var run = new Run(budget, text.codePoints().toArray(), separators);
        var places = new BitSet();
        places.set(0);
        return run.sequence(nodes, places).get(run.text.length);
    }

    private static final class Run {
        private final Budget budget;
        private final int[] text;
        private final BitSet separators;

        Run(Budget budget, int[] text, BitSet separators) {
            this.budget = budget;
            this.text = text;
            this.separators = separators;
        }

        BitSet sequence(List<Node> nodes, BitSet start) throws BuiltinException {
            var places = start;
            for (var node : nodes) {
                budget.step(places.cardinality() + 2L);
                places = node(node, places);
            }
            return places;
        }

        private BitSet node(Node node, BitSet places) throws BuiltinException {
            var next = new BitSet();
            switch (node) {
                case AnyRun run -> {
                    int reached = -1;
                    for (int at = places.nextSetBit(0); at >= 0; at = places.nextSetBit(at + 1)) {
                        if (at <= reached) {
                            continue;
                        }
                        reached = at;
                        while (reached < text.length
                                && (run.acrossSeparators() || !separators.get(text[reached]))) {
                            reached++;
                        }
                        next.set(at, reached + 1);
                        budget.step(1 + (reached - at) / 8);
                    }
                }
                case Alternatives alternatives -> {
                    for (var option : alternatives.options()) {
                        next.or(sequence(option, places));
                    }
                }
                case Literal _, AnyOne _, OneOf _ -> {
                    for (int at = places.nextSetBit(0); at >= 0; at = places.nextSetBit(at + 1)) {
                        if (at < text.length && takes(node, text[at])) {
                            next.set(at + 1);
                        }
                    }
                }
            }
            return next;
        }

        private boolean takes(Node node, int point) {
            return switch (node) {
                case Literal literal -> literal.point() == point;
                case AnyOne _ -> !separators.get(point);
                case OneOf set ->
                        set.ranges().stream().anyMatch(range -> range.contains(point))
                                != set.negated();
                case AnyRun _, Alternatives _ -> false;
            };
        }
    }

    private static final class Parser {
        private final int[] pattern;
        private int at;

        Parser(int[] pattern) {
            this.pattern = pattern;
        }

        /// Up to the end, or inside braces up to the comma or brace that ends an alternative.
        List<Node> sequence(int depth) throws BuiltinException {
            if (depth > MAX_DEPTH) {
                throw BuiltinException.limit("glob nests too deeply");
            }
            var nodes = new ArrayList<Node>();
            while (at < pattern.length) {
                int point = pattern[at];
                if (depth > 0 && (point == ',' || point == '}')) {
                    return nodes;
                }
                at++;
                switch (point) {
                    case '*' -> {
                        boolean across = at < pattern.length && pattern[at] == '*';
                        at += across ? 1 : 0;
                        nodes.add(new AnyRun(across));
                    }
                    case '?' -> nodes.add(new AnyOne());
                    case '[' -> nodes.add(set());
                    case '{' -> nodes.add(alternatives(depth + 1));
                    case '\\' -> {
                        if (at == pattern.length) {
                            throw BuiltinException.failed("unexpected end of input");
                        }
                        nodes.add(new Literal(pattern[at++]));
                    }
                    default -> nodes.add(new Literal(point));
                }
            }
            if (depth > 0) {
                throw BuiltinException.failed("unexpected end of input");
            }
            return nodes;
        }

        private Node alternatives(int depth) throws BuiltinException {
            var options = new ArrayList<List<Node>>();
            while (true) {
                options.add(sequence(depth));
                if (pattern[at++] == '}') {
                    return new Alternatives(options);
                }
            }
        }

        /// One range, or a list of characters: a dash between more than two characters is a dash.
        private Node set() throws BuiltinException {
            boolean negated = at < pattern.length && pattern[at] == '!';
            at += negated ? 1 : 0;
            var points = new ArrayList<Integer>();
            boolean dash = false;
            while (true) {
                if (at >= pattern.length) {
                    throw BuiltinException.failed("unexpected end of input");
                }
                int point = pattern[at++];
                if (point == ']') {
                    break;
                }
                if (point == '\\') {
                    if (at >= pattern.length) {
                        throw BuiltinException.failed("unexpected end of input");
                    }
                    point = pattern[at++];
                } else if (point == '-' && points.size() == 1) {
                    dash = true;
                }
                points.add(point);
            }
            if (points.isEmpty()) {
                throw BuiltinException.failed("expected characters in range");
            }
            if (dash && points.size() == 3) {
                if (points.get(0) > points.get(2)) {
                    throw BuiltinException.failed(
                            "hi character '%s' should be greater than lo '%s'"
                                    .formatted(
                                            Character.toString(points.get(2)),
                                            Character.toString(points.get(0))));
                }
                return new OneOf(List.of(new CodePoints(points.get(0), points.get(2))), negated);
            }
            return new OneOf(points.stream().map(CodePoints::one).toList(), negated);
        }
    }
}
