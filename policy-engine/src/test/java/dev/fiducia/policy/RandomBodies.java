package dev.fiducia.policy;

import dev.fiducia.policy.Visible.Kind;

import java.util.ArrayList;
import java.util.List;

/// Bodies: literals that bind variables, and literals that use them.
final class RandomBodies {
    private static final int DEPTH = 2;

    private final Draw draw;
    private final RandomTerms terms;

    RandomBodies(Draw draw, RandomTerms terms) {
        this.draw = draw;
        this.terms = terms;
    }

    /// The literals of a clause; `at` then knows the variables that they bind.
    List<String> body(Visible at) {
        List<String> literals = new ArrayList<>();
        for (int i = draw.below(4); i > 0; i--) {
            literals.add(literal(at, DEPTH));
        }
        return literals;
    }

    /// A body in one line, within a comprehension or the like.
    String inner(Visible at, int depth) {
        String first = binding(at, depth);
        return draw.chance(50) ? first : first + "; " + literal(at, depth);
    }

    private String literal(Visible at, int depth) {
        if (draw.chance(50)) {
            return binding(at, depth);
        }
        return switch (draw.below(9)) {
            case 0 -> "not " + test(at, depth);
            case 1 -> every(at, depth);
            case 2, 3 -> test(at, depth) + " " + replacement(at, depth);
            case 4 -> "print(" + terms.term(terms.kind(), at, depth - 1) + ")";
            case 5 -> unordered(at);
            case 6 -> "input.n[_] > " + draw.below(3);
            default -> test(at, depth);
        };
    }

    /// A literal that gives variables values.
    private String binding(Visible at, int depth) {
        Kind kind = terms.kind();
        String term = terms.term(kind, at, depth - 1);
        String name = terms.fresh();
        String other = terms.fresh();
        String text =
                switch (draw.below(7)) {
                    case 0 -> "some " + name + " in " + terms.term(Kind.NUMBERS, at, depth - 1);
                    case 1 ->
                            "some "
                                    + other
                                    + ", "
                                    + name
                                    + " in "
                                    + terms.term(Kind.NUMBERS, at, depth - 1);
                    case 2 -> name + " = " + term;
                    case 3 ->
                            "[" + name + ", " + other + "] = [" + term + ", " + other + other
                                    + "]; " + other + other + " = 1";
                    case 4 -> "{\"k\": " + name + "} = {\"k\": " + term + "}";
                    case 5 -> name + " := " + draw.of("input.n[_]", "data.d.m[_]", "input.o.b[_]");
                    default -> name + " := " + term;
                };
        boolean counts = text.startsWith("some ") || text.endsWith("[_]");
        at.declare(name, counts ? Kind.NUMBER : kind);
        return text;
    }

    /// A literal that holds or does not.
    String test(Visible at, int depth) {
        Kind kind = terms.kind();
        return draw.made(
                () ->
                        terms.term(kind, at, depth - 1)
                                + draw.of(" == ", " != ", " = ")
                                + terms.term(kind, at, depth - 1),
                () ->
                        terms.term(kind, at, depth - 1)
                                + draw.of(" <= ", " > ")
                                + terms.term(kind, at, depth - 1),
                () -> terms.base(kind),
                () ->
                        terms.term(Kind.NUMBER, at, depth - 1)
                                + " in "
                                + terms.term(Kind.NUMBERS, at, depth - 1),
                () -> terms.term(Kind.BOOLEAN, at, depth - 1),
                () -> "is_string(" + terms.term(kind, at, depth - 1) + ")");
    }

    /// Literals that bind what others before them use: the compiler has to turn them round.
    private String unordered(Visible at) {
        String name = terms.fresh();
        String text =
                name
                        + " >= "
                        + draw.below(3)
                        + "; "
                        + terms.term(Kind.NUMBERS, at, 0)
                        + "[_] = "
                        + name;
        at.declare(name, Kind.NUMBER);
        return text;
    }

    private String every(Visible at, int depth) {
        String name = terms.fresh();
        String walked = terms.term(Kind.NUMBERS, at, depth - 1);
        Visible inner = at.nested();
        inner.declare(name, Kind.NUMBER);
        // The variable is used: OPA refuses one that is not.
        String own = name + " == " + name + "; ";
        return "every " + name + " in " + walked + " { " + own + test(inner, depth) + " }";
    }

    private String replacement(Visible at, int depth) {
        Kind kind = terms.kind();
        String one =
                draw.made(
                        () -> "with input.x as " + terms.term(Kind.NUMBER, at, depth - 1),
                        () -> "with input as {\"x\": 2, \"s\": \"a\", \"n\": [3, 1]}",
                        () -> "with data.d.l as " + terms.term(Kind.NUMBERS, at, depth - 1),
                        () -> "with count as " + draw.below(4),
                        () ->
                                at.rule(kind, draw)
                                        .map(r ->
                                                "with "
                                                        + r.path()
                                                        + " as "
                                                        + terms.term(kind, at, depth - 1))
                                        .orElse("with data.d.s as \"c\""),
                        () ->
                                at.function(kind, draw)
                                        .map(f ->
                                                "with "
                                                        + f.path()
                                                        + " as "
                                                        + terms.constant(kind, draw.below(4)))
                                        .orElse("with data.d.m as {\"a\": 0}"));
        return draw.chance(20) ? one + " with input.s as \"b\"" : one;
    }
}
