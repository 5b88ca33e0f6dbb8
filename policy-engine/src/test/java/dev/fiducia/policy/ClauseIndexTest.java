package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Clauses are found by constants, and it shows in nothing but the work done.
class ClauseIndexTest {
    private static final int CLAUSES = 1000;

    /// Less than one step a clause: only who does not try each gets by.
    private static final Limits FEW_STEPS = Limits.standard().withMaxSteps(CLAUSES / 10);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x := %1$d if input.x == %1$d",
                "x := %1$d if input.a.b = %1$d",
                "x := %1$d if { a := input.a; %1$d == a.b; startswith(input.s, \"t\") }",
                "f(%1$d) := %1$d\nx := f(input.x)",
                "f(o) := %1$d if o.b == %1$d\nx := f(input.a)",
                "s contains %1$d if input.x == %1$d\nx := n if some n in s",
                "o[k] := %1$d if { input.x == %1$d; k := \"k\" }\nx := o.k",
            })
    void doesNotTryEachClause(String clause) {
        String text =
                clauses(i ->
                        clause.lines()
                                .filter(line -> i == 0 || !line.matches("x := [fno].*"))
                                .collect(Collectors.joining("\n"))
                                .formatted(i));
        EvalResult result =
                Policies.compile(text)
                        .prepareRule("data.p.x")
                        .evaluate(
                                EvalRequest.builder()
                                        .input(
                                                Policies.json(
                                                        "{\"x\": 700, \"a\": {\"b\": 700}, \"s\": \"text\"}"))
                                        .limits(FEW_STEPS)
                                        .build());
        assertThat(result).isEqualTo(new EvalResult.Value(RegoNumber.of(700)));
    }

    @Test
    void keepsWhatOneCanSee() {
        String text =
                """
                package p
                seen contains "a" if { print("first"); input.x == 1 }
                seen contains "b" if input.x == 2
                seen contains "c" if input.x == 1.0
                seen contains "d" if input.x
                e := 1 if input.x == 2 else := 2 if input.x == 1
                e := 2 if input.x == 1
                e := 2 if input.x == 1
                e := 3 if input.x == 3
                m := {r | r := seen with input.x as 2}
                """;
        List<String> prints = new ArrayList<>();
        RegoValue input = Policies.json("{\"x\": 1}");
        PolicySet policy = Policies.compile(text);
        EvalRequest request =
                EvalRequest.builder()
                        .input(input)
                        .printSink((at, message) -> prints.add(message))
                        .build();
        assertThat(policy.prepareRule("data.p.seen").evaluate(request))
                .isEqualTo(value("[\"a\", \"c\", \"d\"]"));
        assertThat(prints).containsExactly("first");
        assertThat(policy.prepareRule("data.p.e").evaluate(request))
                .isEqualTo(new EvalResult.Value(RegoNumber.of(2)));
        assertThat(policy.prepareQuery("data.p.m[x]").query().orElseThrow().evaluate(request))
                .hasToString("Value[value=[{\"x\": {\"b\", \"d\"}}]]");
    }

    private static EvalResult value(String members) {
        RegoArray array = (RegoArray) Policies.json(members);
        return new EvalResult.Value(RegoSet.copyOf(array.elements()));
    }

    private static String clauses(IntFunction<String> clause) {
        return IntStream.range(0, CLAUSES)
                .mapToObj(clause)
                .collect(Collectors.joining("\n", "package p\n", "\n"));
    }
}
