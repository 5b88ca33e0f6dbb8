package dev.fiducia.policy;

import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Texts that are made to exhaust whoever reads or compiles them; each grows with a size.
enum HostileText {
    ARRAYS(n -> rule("[".repeat(n) + "1" + "]".repeat(n))),
    OPEN_ARRAYS(n -> rule("[".repeat(n))),
    OBJECTS(n -> rule("{\"a\":".repeat(n) + "1" + "}".repeat(n))),
    SETS(n -> rule("{".repeat(n) + "1" + "}".repeat(n))),
    OPEN_OBJECTS(n -> rule("{\"a\":".repeat(n))),
    PARENTHESES(n -> rule("(".repeat(n) + "1" + ")".repeat(n))),
    OPEN_PARENTHESES(n -> rule("(".repeat(n))),
    ARRAY_COMPREHENSIONS(n -> rule("[1 | x := ".repeat(n) + "1" + "]".repeat(n))),
    SET_COMPREHENSIONS(n -> rule("{1 | x := ".repeat(n) + "1" + "}".repeat(n))),
    OBJECT_COMPREHENSIONS(n -> rule("{1: 1 | x := ".repeat(n) + "1" + "}".repeat(n))),
    CALLS(n -> rule("abs(".repeat(n) + "1" + ")".repeat(n))),
    OPEN_CALLS(n -> rule("abs(".repeat(n))),
    KEYS(n -> rule("input[".repeat(n) + "1" + "]".repeat(n))),
    NOTS(n -> "package p\nx if { " + "not ".repeat(n) + "true }"),
    MINUSES(n -> rule("- ".repeat(n) + "1")),
    TEMPLATES(n -> rule("$\"{".repeat(n) + "1" + "}\"".repeat(n))),
    EVERIES(n ->
            "package p\nx if { " + "every y in [1] { ".repeat(n) + "true" + " }".repeat(n) + "}"),
    WITHS(n -> "package p\ny := input\nx := y" + " with input as (y".repeat(n) + ")".repeat(n)),
    ASSIGNMENTS(n -> rule("y := ".repeat(n) + "1")),
    STRING_WITHOUT_END(n -> rule("\"" + "a".repeat(n * 20))),
    RAW_STRING_WITHOUT_END(n -> rule("`" + "a\n".repeat(n * 20))),
    NUL_CHARACTERS(n -> rule("\0".repeat(n))),
    COMMAS(n -> rule("[" + ",".repeat(n) + "]")),
    LONG_NUMBER(n -> rule("1" + "0".repeat(n * 100))),
    LONG_EXPONENT(n -> rule("1e" + "9".repeat(n))),
    UNKNOWN_FUNCTIONS(n -> rule(many(n, i -> "f" + i + "(", "") + ")".repeat(n))),
    UNSAFE_VARIABLES(n -> "package p\nx if { " + many(n, i -> "v" + i + " == w" + i, "; ") + " }"),
    UNIFIED_IN_CIRCLES(
            n -> "package p\nx if { " + many(n, i -> "v" + i + " = v" + (i + 1) % n, "; ") + " }"),
    MUTUAL_RECURSION(n -> "package p\n" + many(n, i -> "r" + i + " := r" + (i + 1) % n, "\n")),
    CONFLICTING_RULES(
            n -> "package p\n" + many(n, i -> "r" + i + " := 1\nr" + i + "(a) := 2", "\n"));

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final IntFunction<String> text;

    HostileText(IntFunction<String> text) {
        this.text = text;
    }

    String of(int size) {
        return text.apply(size);
    }

    private static String rule(String value) {
        return "package p\nx := " + value;
    }

    static String many(int count, IntFunction<String> part, String between) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(between));
    }

    static String chain(int count, IntUnaryOperator before, String pattern) {
        return many(count, i -> pattern.formatted(i, before.applyAsInt(i)), "\n");
    }
}
