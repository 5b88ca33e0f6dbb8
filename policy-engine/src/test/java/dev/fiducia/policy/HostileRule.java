package dev.fiducia.policy;

import static dev.fiducia.policy.HostileText.many;

import java.util.function.IntFunction;

/// Rules that compile and are made to exhaust whoever evaluates them; each grows with a size, which
/// starts at 1.
enum HostileRule {
    CROSS_PRODUCT(n ->
            where(many(n + 2, i -> "some v" + i + " in numbers.range(1, 100)", "; ") + "; v0 < 0")),
    CROSS_PRODUCT_OF_PAIRS(n ->
            "x := {[a, b, c] | some a, b in input.xs; some c in numbers.range(1, "
                    + 20_000 * n
                    + ")}"),
    HUGE_RANGE(n -> "x := numbers.range(1, " + power(6 + n) + ")"),
    HUGE_RANGE_DOWN(n -> "x := numbers.range(" + power(6 + n) + ", 1)"),
    HUGE_STEPS(n -> "x := numbers.range_step(1, " + power(8 + n) + ", 2)"),
    RANGES_OF_RANGES(
            n -> "x := [numbers.range(1, y) | some y in numbers.range(1, " + 5_000 * n + ")]"),
    SHARED_ARRAYS(n -> doubled(n, "[v%2$d, v%2$d]", "[1]")),
    SHARED_OBJECTS(n -> doubled(n, "{\"a\": v%2$d, \"b\": v%2$d}", "{\"a\": 1}")),
    SHARED_SETS(n -> doubled(n, "{[1, v%2$d], [2, v%2$d]}", "{1}")),
    SHARED_KEYS(n -> doubled(n, "{[v%2$d, v%2$d]: 1}", "1")),
    SHARED_AND_COMPARED(n -> doubled(n, "[v%2$d, v%2$d]", "[1]") + "\ny if x == [[x]]"),
    SHARED_BY_CONCAT(n -> doubled(n, "array.concat(v%2$d, v%2$d)", "[1, 2, 3]")),
    SHARED_BY_UNION(n -> doubled(n, "object.union({\"a\": v%2$d}, {\"b\": v%2$d})", "{}")),
    SHARED_BY_UNION_N(n -> doubled(n, "object.union_n([{\"a\": v%2$d}, {\"b\": v%2$d}])", "{}")),
    SHARED_BY_PATCH(n ->
            doubled(
                    n,
                    "json.patch([v%2$d], [{\"op\": \"add\", \"path\": \"1\", \"value\": v%2$d}])",
                    "[]")),
    SHARED_BY_COMPREHENSION(n -> doubled(n, "[v%2$d | some i in [1, 2, 3]]", "[1]")),
    SHARED_STRINGS(n -> doubled(n, "concat(\",\", [v%2$d, v%2$d])", "\"text\"")),
    SHARED_BY_SPRINTF(n -> doubled(n, "sprintf(\"%%s %%s\", [v%2$d, v%2$d])", "\"text\"")),
    SHARED_BY_TEMPLATE(n -> doubled(n, "$\"{v%2$d} {v%2$d}\"", "\"text\"")),
    SHARED_BY_REPLACE(n -> doubled(n, "replace(v%2$d, \"a\", \"aa\")", "\"aaaa\"")),
    SHARED_BY_MARSHAL(n -> doubled(n, "json.marshal([v%2$d, v%2$d])", "\"text\"")),
    SHARED_BY_SPLIT(n ->
            doubled(
                    n,
                    "split(concat(\"\", [concat(\"a\", v%2$d), concat(\"a\", v%2$d)]), \"a\")",
                    "[\"a\", \"a\", \"a\"]")),
    NESTED_VALUES(n ->
            "v0 := 1\n"
                    + many(n * 1_500, i -> "v" + (i + 1) + " := [v" + i + "]", "\n")
                    + "\nx := v"
                    + n * 1_500),
    LONG_CHAINS(n ->
            "v0 := 1\n"
                    + many(n * 1_500, i -> "v" + (i + 1) + " := v" + i + " + 1", "\n")
                    + "\nx := v"
                    + n * 1_500),
    LONG_CHAINS_OF_CALLS(n ->
            "f0(a) := a\n"
                    + many(n * 1_500, i -> "f" + (i + 1) + "(a) := f" + i + "([a])", "\n")
                    + "\nx := f"
                    + n * 1_500
                    + "(1)"),
    MULTIPLYING_CALLS(n ->
            "f0(a) := a\n"
                    + many(
                            n * 20,
                            i -> "f%1$d(a) := f%2$d(2 * a) + f%2$d(2 * a + 1)".formatted(i + 1, i),
                            "\n")
                    + "\nx := f"
                    + n * 20
                    + "(1)"),
    MULTIPLYING_PRINTS(n ->
            "f0(a) := a if print(a)\n"
                    + many(n * 25, i -> "f%1$d(a) := f%2$d(a) + f%2$d(a)".formatted(i + 1, i), "\n")
                    + "\nx := f"
                    + n * 25
                    + "(1)"),
    PRINTED_SHARING(n ->
            doubled(14 + n, "[v%2$d, v%2$d]", "[1]")
                    + "\ny if { some i in numbers.range(1, 100); print(x, i); i < 0 }"),
    PRINTED_COMBINATIONS(
            n -> "x if print(" + many(n + 3, i -> "numbers.range(1, 50)[_]", ", ") + ")"),
    NESTED_ITERATIONS(n -> where(many(n * 1_500, i -> "some v" + i + " in [1]", "; "))),
    NESTED_WITHS(n ->
            "y := input\nx if { some a in numbers.range(1, 100000); some b in numbers.range(1, "
                    + n
                    + "000); y == 0 with input as [a, b] }"),
    NESTED_EVERY(n ->
            where(
                    many(
                                    n + 2,
                                    i ->
                                            "every v"
                                                    + i
                                                    + " in numbers.range(1, 100) { v"
                                                    + i
                                                    + " > 0",
                                    "; ")
                            + "; true"
                            + " }".repeat(n + 2))),
    NESTED_COMPREHENSIONS(n ->
            "x := "
                    + many(
                            n + 2,
                            i ->
                                    "[v"
                                            + i
                                            + " | some v"
                                            + i
                                            + " in numbers.range(1, 200); w"
                                            + i
                                            + " := ",
                            "")
                    + "1"
                    + "]".repeat(n + 2)),
    NEGATED_SEARCH(n ->
            where("not y")
                    + "\ny if { "
                    + many(n + 2, i -> "some v" + i + " in numbers.range(1, 100)", "; ")
                    + "; v0 < 0 }"),
    GROWING_SET(n ->
            "s contains [a, b] if { some a in numbers.range(1, "
                    + n * 1_000
                    + "); some b in numbers.range(1, 1000) }\nx := count(s)"),
    GROWING_OBJECT(n ->
            "o[a][b] := 1 if { some a in numbers.range(1, "
                    + n * 1_000
                    + "); some b in numbers.range(1, 1000) }\nx := o"),
    WALKED(n ->
            "v := [[a, [b]] | some a in numbers.range(1, 60); some b in numbers.range(1, 60)]\nx := [p | "
                    + many(n, i -> "walk(v, [p" + i + ", _])", "; ")
                    + "; walk(v, [p, _]); walk(v, _)]"),
    WALKED_SHARING(n ->
            doubled(12 + n, "[v%2$d, v%2$d]", "[1]") + "\ny := [p | walk(x, [p, _]); walk(x, _)]"),
    SORTED_SHARING(n ->
            doubled(12 + n, "[v%2$d, v%2$d]", "[1]")
                    + "\ny := sort([[x, i] | some i in numbers.range(1, 10000)])"),
    HUGE_PRODUCT(n -> doubled(20 + n, "v%2$d * v%2$d", "12345678901234567890")),
    HUGE_SHIFT(n -> "x := bits.lsh(1, " + power(5 + n) + ")"),
    HUGE_NUMBER_TEXT(n ->
            "x := to_number(concat(\"\", [\"1\" | some i in numbers.range(1, "
                    + 100_000 * n
                    + ")]))"),
    HUGE_FORMAT(n ->
            "x := sprintf(\""
                    + "%999999d".repeat(2 + n)
                    + "\", ["
                    + many(2 + n, i -> "1", ", ")
                    + "])"),
    REGEX_THAT_UNROLLS(n ->
            "x := regex.match(\"" + "(".repeat(n) + "a{1000}" + "){1000}".repeat(n) + "\", \"a\")"),
    REGEX_ON_LONG_TEXT(n ->
            "x := [1 | some i in numbers.range(1, 1000); regex.match(\"(a*)*(a*)*b\", concat(\"\", [\"a\" | some j in numbers.range(1, "
                    + 1_000 * n
                    + ")]))]"),
    GLOB_WITH_STARS(n ->
            "t := concat(\"\", [\"a\" | some i in numbers.range(1, 20000)])\nx := [1 | some i in numbers.range(1, 100000); glob.match(\""
                    + "*a".repeat(20 * n)
                    + "b\", [], t)]"),
    CONCATENATED(n ->
            "t := concat(\"\", [\"text\" | some i in numbers.range(1, 10000)])\nx := [concat(t, [t, t]) | some i in numbers.range(1, "
                    + 100 * n
                    + ")]"),
    REPLACED(n ->
            "t := concat(\"\", [\"a\" | some i in numbers.range(1, 10000)])\nx := [replace(t, \"a\", t) | some i in numbers.range(1, "
                    + n
                    + ")]"),
    MEMBERS_SOUGHT(n ->
            "xs := numbers.range(1, 20000)\nx := [i | some i in numbers.range(1, "
                    + n * 10_000
                    + "); -1 in xs]"),
    GRAPH(n ->
            "g := {a: numbers.range(1, 400) | some a in numbers.range(1, 400)}\nx := [graph.reachable(g, [a]) | some a in numbers.range(1, "
                    + 100 * n
                    + ")]");

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final IntFunction<String> text;

    HostileRule(IntFunction<String> text) {
        this.text = text;
    }

    String of(int size) {
        return "package p\n" + text.apply(size) + "\n";
    }

    private static String where(String body) {
        return "x if { " + body + " }";
    }

    private static String power(int exponent) {
        return "1" + "0".repeat(exponent);
    }

    /// Each rule uses the one before twice; the last is `x`.
    private static String doubled(int size, String pattern, String first) {
        int length = 20 + 10 * size;
        return "v0 := "
                + first
                + "\n"
                + many(length, i -> "v" + (i + 1) + " := " + pattern.formatted(i + 1, i), "\n")
                + "\nx := v"
                + length;
    }
}
