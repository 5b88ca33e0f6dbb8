package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.time.Duration;
import java.util.List;

/// Whatever the text, only our own types come back, and within the limits.
class FuzzTest {
    private static final String VALID =
            """
            package policy
            import rego.v1
            import data.lib.x as y
            default allow := false
            # comment
            allow if { input.a.b[_] == 1; not denied; every k, v in input.o { v > k } }
            denied contains msg if { some i, e in input.xs; msg := sprintf("%d %s", [i, e]) }
            f(a, [b, {"c": c}]) := a + b * c if c > 0 else := 3 if { true } else := $"x {a} y"
            g[k].h[v] := {q | q := input[k][v]; q != null}
            r := object.union({"a": [z | z = data.l[_]]}, {"b": `raw`}) if input.z with input as {"z": 1}
            n if not f(input.a, [1, {"c": 2}]) with data.l as [1, 2] with count as 3
            """;
    private static final List<String> PIECES =
            List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    "(",
                    ")",
                    ":=",
                    "=",
                    "|",
                    ";",
                    ",",
                    ".",
                    "\"",
                    "`",
                    "$\"",
                    "if ",
                    "else ",
                    "not ",
                    "some ",
                    "every ",
                    " in ",
                    "with ",
                    " as ",
                    "default ",
                    "contains ",
                    "import ",
                    "package ",
                    "x",
                    "_",
                    "1",
                    "-",
                    "input",
                    "data",
                    "\n",
                    "#",
                    "true",
                    "\\u12",
                    "\uD83D",
                    "1e999",
                    "data.policy",
                    "walk(",
                    "set()");

    @Provide
    Arbitrary<String> mutated() {
        Arbitrary<Integer> place = Arbitraries.integers().between(0, VALID.length());
        Arbitrary<Integer> length = Arbitraries.integers().between(0, 12);
        Arbitrary<String> piece = Arbitraries.of(PIECES);
        return net.jqwik.api.Combinators.combine(place, length, piece, place, piece)
                .as((at, cut, insert, second, other) -> {
                    String first =
                            VALID.substring(0, at)
                                    + insert
                                    + VALID.substring(Math.min(VALID.length(), at + cut));
                    int then = Math.min(second, first.length());
                    return first.substring(0, then) + other + first.substring(then);
                });
    }

    @Provide
    Arbitrary<String> assembled() {
        return Arbitraries.of(PIECES)
                .list()
                .ofMaxSize(40)
                .map(p -> "package p\n" + String.join("", p));
    }

    @Property(tries = 1500)
    void mutatedPoliciesGiveOnlyOurTypes(@ForAll("mutated") String text) {
        check(text);
    }

    @Property(tries = 1500)
    void assembledPoliciesGiveOnlyOurTypes(@ForAll("assembled") String text) {
        check(text);
    }

    @Property(tries = 500)
    void arbitraryTextGivesOnlyOurTypes(@ForAll String text) {
        check(text);
        check("package p\nx := " + text);
    }

    private static void check(String text) {
        for (RegoVersion version : RegoVersion.values()) {
            for (Profile profile : Profile.values()) {
                CompileResult result =
                        RegoCompiler.builder()
                                .profile(profile)
                                .build()
                                .compile(List.of(new PolicySource("p.rego", text, version)));
                assertThat(result.policy().isPresent()).isEqualTo(result.errors().isEmpty());
                result.policy().ifPresent(FuzzTest::evaluate);
            }
        }
    }

    private static void evaluate(PolicySet policy) {
        EvalResult result =
                policy.prepareRule("data")
                        .evaluate(
                                EvalRequest.builder()
                                        .input(
                                                Policies.json(
                                                        "{\"a\": {\"b\": [1, 2]}, \"o\": {\"k\": 1}, \"xs\": [1, \"a\"]}"))
                                        .data(Policies.json("{\"l\": [1, 2, [3]]}"))
                                        .limits(Limits.standard().withMaxSteps(100_000))
                                        .deadline(Duration.ofSeconds(5))
                                        .build());
        if (result instanceof EvalResult.Failed(RegoError error)) {
            assertThat(error.code()).isNotEqualTo("eval_internal_error");
        }
    }
}
