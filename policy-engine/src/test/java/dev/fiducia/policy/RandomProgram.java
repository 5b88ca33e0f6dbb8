package dev.fiducia.policy;

import dev.fiducia.policy.Visible.Kind;
import dev.fiducia.policy.Visible.Symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A program of two packages, as a seed makes it: rules and functions of all forms, whose clauses
/// mostly differ by a constant that they compare the same place with.
final class RandomProgram {
    private static final List<String> PLACES =
            List.of("input.x", "input.o.a", "input.o.b.c", "data.d.l[0]");

    private final Draw draw;
    private final RandomTerms terms;
    private final List<Symbol> symbols = new ArrayList<>();
    private final List<String> first = new ArrayList<>();
    private final List<String> second = new ArrayList<>();

    private RandomProgram(long seed) {
        this.draw = new Draw(seed);
        this.terms = new RandomTerms(draw);
        int count = draw.between(4, 9);
        for (int i = 0; i < count; i++) {
            boolean early = i < count - 2;
            group(early ? "p" : "q", i, early ? first : second);
        }
    }

    static RandomProgram of(long seed) {
        return new RandomProgram(seed);
    }

    List<PolicySource> modules() {
        return List.of(
                PolicySource.of("p.rego", "package p\n\n" + String.join("\n", first) + "\n"),
                PolicySource.of("q.rego", "package q\n\n" + String.join("\n", second) + "\n"));
    }

    /// The rules and packages to ask for.
    List<String> paths() {
        return Stream.concat(
                        symbols.stream().filter(s -> !s.isFunction()).map(Symbol::path),
                        Stream.of("data.q", "data"))
                .toList();
    }

    @Override
    public String toString() {
        return modules().stream().map(PolicySource::text).collect(Collectors.joining("\n"));
    }

    private void group(String home, int number, List<String> text) {
        switch (draw.below(8)) {
            case 0, 1 -> complete(home, "r" + number, text);
            case 2 -> chain(home, "r" + number, text);
            case 3 -> set(home, "r" + number, text);
            case 4 -> object(home, "r" + number, text);
            case 5 -> constant(home, "r" + number, text);
            default -> function(home, "f" + number, text);
        }
    }

    private void add(String home, String name, Kind kind, List<Kind> parameters) {
        symbols.add(new Symbol(home, name, kind, parameters));
    }

    private void constant(String home, String name, List<String> text) {
        Kind kind = terms.kind();
        text.add(name + " := " + terms.term(kind, Visible.in(home, symbols), 3));
        add(home, name, kind, List.of());
    }

    private void complete(String home, String name, List<String> text) {
        Kind kind = terms.kind();
        String place = draw.of(PLACES);
        if (draw.chance(50)) {
            text.add("default " + name + " := " + terms.constant(kind, draw.below(4)));
        }
        for (int i = 0; i < draw.between(1, 5); i++) {
            Visible at = Visible.in(home, symbols);
            List<String> body = guarded(place, Kind.NUMBER, i, at);
            text.add(name + " := " + value(kind, i, at) + " if " + braced(body));
        }
        add(home, name, kind, List.of());
    }

    private void chain(String home, String name, List<String> text) {
        Kind kind = terms.kind();
        StringBuilder chain = new StringBuilder(name);
        String place = draw.of(PLACES);
        for (int i = 0; i < draw.between(2, 4); i++) {
            Visible at = Visible.in(home, symbols);
            String body = braced(guarded(place, Kind.NUMBER, i, at));
            chain.append(i == 0 ? "" : " else")
                    .append(" := ")
                    .append(value(kind, i, at))
                    .append(" if ")
                    .append(body);
        }
        if (draw.chance(60)) {
            chain.append(" else := ").append(terms.constant(kind, draw.below(4)));
        }
        text.add(chain.toString());
        add(home, name, kind, List.of());
    }

    private void set(String home, String name, List<String> text) {
        String place = draw.of(PLACES);
        for (int i = 0; i < draw.between(1, 5); i++) {
            Visible at = Visible.in(home, symbols);
            List<String> body = guarded(place, Kind.NUMBER, i, at);
            text.add(name + " contains " + value(Kind.NUMBER, i, at) + " if " + braced(body));
        }
        add(home, name, Kind.NUMBERS, List.of());
    }

    private void object(String home, String name, List<String> text) {
        String place = draw.of(PLACES);
        boolean deep = draw.chance(25);
        for (int i = 0; i < draw.between(1, 5); i++) {
            Visible at = Visible.in(home, symbols);
            List<String> body = guarded(place, Kind.NUMBER, i, at);
            String key =
                    draw.made(
                            () -> ".a",
                            () -> ".b",
                            () -> "[" + terms.term(Kind.STRING, at, 1) + "]");
            String head = name + key + (deep ? "[" + terms.term(Kind.STRING, at, 0) + "]" : "");
            text.add(head + " := " + value(Kind.NUMBER, i, at) + " if " + braced(body));
        }
        add(home, name, Kind.OBJECT, List.of());
    }

    private void function(String home, String name, List<String> text) {
        Kind kind = terms.kind();
        Kind parameter = draw.chance(70) ? Kind.NUMBER : Kind.STRING;
        boolean two = draw.chance(50);
        if (draw.chance(40)) {
            text.add(
                    "default "
                            + name
                            + "(_"
                            + (two ? ", _" : "")
                            + ") := "
                            + terms.constant(kind, draw.below(4)));
        }
        boolean inHead = draw.chance(60);
        for (int i = 0; i < draw.between(1, 6); i++) {
            Visible at = Visible.in(home, symbols);
            String extra = two ? ", y" : "";
            if (two) {
                at.declare("y", Kind.NUMBERS);
            }
            boolean constant = inHead && draw.chance(85);
            String head = constant ? terms.constant(parameter, tag(i)) : "x";
            List<String> body;
            if (constant) {
                body = terms.bodies().body(at);
            } else {
                at.declare("x", parameter);
                body = guarded("x", parameter, i, at);
            }
            String otherwise =
                    draw.chance(20) ? " else := " + terms.constant(kind, draw.below(4)) : "";
            text.add(
                    name
                            + "("
                            + head
                            + extra
                            + ") := "
                            + value(kind, i, at)
                            + (body.isEmpty() ? "" : " if " + braced(body) + otherwise));
        }
        add(home, name, kind, two ? List.of(parameter, Kind.NUMBERS) : List.of(parameter));
    }

    /// The number that tells a clause from its sisters, seldom the same one.
    private int tag(int clause) {
        return draw.chance(12) ? draw.below(4) : clause;
    }

    /// A body that compares the place with the clause's number, at its begin or behind.
    private List<String> guarded(String place, Kind kind, int clause, Visible at) {
        List<String> body = terms.bodies().body(at);
        if (draw.chance(85)) {
            String constant = terms.constant(kind, tag(clause));
            String name = terms.fresh();
            String guard =
                    draw.made(
                            () -> place + " == " + constant,
                            () -> constant + " == " + place,
                            () -> place + " = " + constant,
                            () -> name + " := " + place + "; " + name + " == " + constant,
                            () -> place + " in {" + constant + "}",
                            () -> place + " == " + constant + " with input.o.a as 1");
            body.add(draw.chance(70) ? 0 : draw.below(body.size() + 1), guard);
        }
        return body.isEmpty() ? List.of("true") : body;
    }

    /// Mostly the clause's constant, so that clauses that both hold seldom are in conflict.
    private String value(Kind kind, int clause, Visible at) {
        return draw.chance(50) ? terms.constant(kind, clause) : terms.term(kind, at, 2);
    }

    private static String braced(List<String> body) {
        return "{ " + String.join("; ", body) + " }";
    }
}
