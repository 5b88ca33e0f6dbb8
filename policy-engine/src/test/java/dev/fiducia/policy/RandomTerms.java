package dev.fiducia.policy;

import dev.fiducia.policy.Visible.Kind;
import dev.fiducia.policy.Visible.Symbol;

import java.util.List;
import java.util.stream.Collectors;

/// Terms, by the kind of value that they are meant to have.
final class RandomTerms {
    private final Draw draw;
    private final RandomBodies bodies;
    private int variables;

    RandomTerms(Draw draw) {
        this.draw = draw;
        this.bodies = new RandomBodies(draw, this);
    }

    RandomBodies bodies() {
        return bodies;
    }

    /// A variable that is used nowhere else.
    String fresh() {
        variables++;
        return "v" + variables;
    }

    Kind kind() {
        return draw.chance(45) ? Kind.NUMBER : draw.of(List.of(Kind.values()));
    }

    /// A constant that clauses are told apart by.
    String constant(Kind kind, int number) {
        return switch (kind) {
            case NUMBER -> draw.chance(15) ? number + ".0" : Integer.toString(number);
            case STRING -> "\"" + (char) ('a' + number) + "\"";
            case BOOLEAN -> Boolean.toString(number % 2 == 0);
            case NUMBERS -> "[" + number + ", 2]";
            case OBJECT -> "{\"a\": " + number + "}";
        };
    }

    String term(Kind kind, Visible at, int depth) {
        if (draw.chance(25)) {
            var variable = at.variable(kind, draw);
            if (variable.isPresent()) {
                return variable.get();
            }
        }
        if (depth <= 0) {
            return draw.chance(50) ? constant(kind, draw.below(4)) : base(kind);
        }
        if (draw.chance(20)) {
            var rule = at.rule(kind, draw);
            if (rule.isPresent()) {
                return at.reference(rule.get(), draw);
            }
        }
        if (draw.chance(25)) {
            var function = at.function(kind, draw);
            if (function.isPresent()) {
                return call(function.get(), at, depth - 1);
            }
        }
        return switch (kind) {
            case NUMBER -> number(at, depth - 1);
            case STRING -> string(at, depth - 1);
            case BOOLEAN -> truth(at, depth - 1);
            case NUMBERS -> numbers(at, depth - 1);
            case OBJECT -> object(at, depth - 1);
        };
    }

    String call(Symbol function, Visible at, int depth) {
        return function.parameters().stream()
                .map(kind -> term(kind, at, depth))
                .collect(Collectors.joining(", ", at.reference(function, draw) + "(", ")"));
    }

    /// A reference to what the request brings.
    String base(Kind kind) {
        return switch (kind) {
            case NUMBER ->
                    draw.of("input.x", "input.n[0]", "input.o.a", "data.d.m.b", "data.d.l[1]");
            case STRING -> draw.of("input.s", "input[\"s\"]", "data.d.s");
            case BOOLEAN -> draw.of("input.flag", "data.d.on");
            case NUMBERS -> draw.of("input.n", "data.d.l");
            case OBJECT -> draw.of("input.o", "data.d.m", "data.p.base");
        };
    }

    private String number(Visible at, int depth) {
        return draw.made(
                () -> "count(" + term(Kind.NUMBERS, at, depth) + ")",
                () -> "sum(" + term(Kind.NUMBERS, at, depth) + ")",
                () -> "max(" + term(Kind.NUMBERS, at, depth) + ")",
                () -> "(" + pair(Kind.NUMBER, at, depth, draw.of(" + ", " - ", " * ")) + ")",
                () ->
                        "("
                                + term(Kind.NUMBER, at, depth)
                                + draw.of(" % ", " / ")
                                + draw.below(4)
                                + ")",
                () -> "to_number(" + draw.of("\"3\"", "\"z\"", "input.s", "input.x") + ")",
                () ->
                        "object.get("
                                + term(Kind.OBJECT, at, depth)
                                + ", \"a\", "
                                + draw.below(4)
                                + ")",
                () ->
                        draw.of(
                                "input.n[count(input.n) - 1]",
                                "data.d[\"m\"][input.s]",
                                "input.o[data.d.s]"),
                () -> constant(Kind.NUMBER, draw.below(5)));
    }

    private String string(Visible at, int depth) {
        return draw.made(
                () -> "concat(\"-\", [" + pair(Kind.STRING, at, depth, ", ") + "])",
                () -> "sprintf(\"%v!\", [" + term(kind(), at, depth) + "])",
                () -> "upper(" + term(Kind.STRING, at, depth) + ")",
                () -> "`raw`",
                () -> "$\"{" + term(kind(), at, depth) + "}\"",
                () -> "[\"a\", \"b\", \"c\"][" + draw.below(3) + "]",
                () -> constant(Kind.STRING, draw.below(4)));
    }

    private String truth(Visible at, int depth) {
        Kind kind = kind();
        return draw.made(
                () -> "startswith(" + pair(Kind.STRING, at, depth, ", ") + ")",
                () -> "is_number(" + term(kind(), at, depth) + ")",
                () -> "(" + pair(kind, at, depth, draw.of(" == ", " != ", " < ", " >= ")) + ")",
                () ->
                        "("
                                + term(Kind.NUMBER, at, depth)
                                + " in "
                                + term(Kind.NUMBERS, at, depth)
                                + ")",
                () -> base(Kind.BOOLEAN));
    }

    private String numbers(Visible at, int depth) {
        return draw.made(
                () -> "[" + pair(Kind.NUMBER, at, depth, ", ") + "]",
                () -> "{" + pair(Kind.NUMBER, at, depth, ", ") + "}",
                () ->
                        "({"
                                + pair(Kind.NUMBER, at, depth, ", ")
                                + "} "
                                + draw.of("|", "&", "-")
                                + " {1, 2})",
                () -> "numbers.range(0, " + draw.below(5) + ")",
                () -> comprehension("[", "]", Kind.NUMBER, at, depth),
                () -> comprehension("{", "}", Kind.NUMBER, at, depth),
                () -> base(Kind.NUMBERS));
    }

    private String object(Visible at, int depth) {
        return draw.made(
                () ->
                        "{\"a\": "
                                + term(Kind.NUMBER, at, depth)
                                + ", \"b\": "
                                + term(kind(), at, depth)
                                + "}",
                () -> "object.union(" + pair(Kind.OBJECT, at, depth, ", ") + ")",
                () -> objectComprehension(at, depth),
                () -> base(Kind.OBJECT));
    }

    private String comprehension(String open, String close, Kind kind, Visible at, int depth) {
        Visible inner = at.nested();
        String body = bodies.inner(inner, depth);
        return open + term(kind, inner, depth) + " | " + body + close;
    }

    private String objectComprehension(Visible at, int depth) {
        String key = fresh();
        String value = fresh();
        String walked = term(Kind.OBJECT, at, depth);
        Visible inner = at.nested();
        String rest = draw.chance(50) ? "" : "; " + bodies.inner(inner, depth);
        return "{"
                + key
                + ": "
                + value
                + " | some "
                + key
                + ", "
                + value
                + " in "
                + walked
                + rest
                + "}";
    }

    /// Two terms of one kind.
    private String pair(Kind kind, Visible at, int depth, String between) {
        return term(kind, at, depth) + between + term(kind, at, depth);
    }
}
