package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.builtin.BuiltinException;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Profiles, host functions, limits and threads.
class EvaluationTest {
    private static final EvalRequest EMPTY = EvalRequest.ofInput(Policies.json("{}"));

    @Test
    void onlyTrueIsPermission() {
        for (String value : List.of("1", "\"true\"", "[]", "{}", "false", "null", "[true]")) {
            assertThat(
                            Policies.evaluate("package p\nallow := " + value, "data.p.allow", "{}")
                                    .isTrue())
                    .as(value)
                    .isFalse();
        }
        assertThat(Policies.evaluate("package p\nallow if input.x", "data.p.allow", "{}"))
                .isInstanceOf(EvalResult.Undefined.class);
        assertThat(Policies.evaluate("package p\nallow := true", "data.p.allow", "{}").isTrue())
                .isTrue();
        PolicySet policy = Policies.compile("package p\nallow := true");
        assertThat(policy.prepareRule("data.p.nothing").evaluate(EMPTY).isTrue()).isFalse();
        for (String path :
                List.of("", "input.x", "data[", "data.p[x]", "1", "data.p.allow; true")) {
            assertThat(policy.prepareRule(path).evaluate(EMPTY))
                    .as(path)
                    .isInstanceOf(EvalResult.Failed.class);
        }
    }

    @Test
    void profilesDifferOnNegatedCallsWithUndefinedArguments() {
        String text = "package p\nallow if not startswith(input.x, \"a\")";
        assertThat(Policies.compile(Profile.OPA, text).prepareRule("data.p.allow").evaluate(EMPTY))
                .isInstanceOf(EvalResult.Undefined.class);
        for (Profile profile : List.of(Profile.TRUSTEE, Profile.KATA)) {
            CompileResult result =
                    RegoCompiler.builder()
                            .profile(profile)
                            .build()
                            .compile(List.of(PolicySource.of("p.rego", text)));
            assertThat(result.diagnostics())
                    .singleElement()
                    .satisfies(d -> assertThat(d.code()).isEqualTo("profile_negation"));
            assertThat(
                            result.policy()
                                    .orElseThrow()
                                    .prepareRule("data.p.allow")
                                    .evaluate(EMPTY)
                                    .isTrue())
                    .isTrue();
        }
    }

    @Test
    void profilesDifferOnErrorsOfBuiltins() {
        String text = "package p\nallow if 1 / input.x == 1\nallow if true";
        EvalRequest request = EvalRequest.ofInput(Policies.json("{\"x\": 0}"));
        assertThat(
                        Policies.compile(Profile.OPA, text)
                                .prepareRule("data.p.allow")
                                .evaluate(request))
                .matches(EvalResult::isTrue);
        assertThat(
                        Policies.compile(Profile.KATA, text)
                                .prepareRule("data.p.allow")
                                .evaluate(request))
                .matches(EvalResult::isTrue);
        EvalResult strict =
                Policies.compile(Profile.TRUSTEE, text)
                        .prepareRule("data.p.allow")
                        .evaluate(request);
        assertThat(strict).isInstanceOf(EvalResult.Failed.class);
        assertThat(((EvalResult.Failed) strict).error().at())
                .isEqualTo(new Position("p.rego", 2, 10));
    }

    @Test
    void conflictsAreErrors() {
        for (String text :
                List.of(
                        "x := 1\nx := 2",
                        "x := y if some y in [1, 2]",
                        "f(a) := 1\nf(a) := 2\nx := f(1)",
                        "x := {1: y | some y in [1, 2]}",
                        "o[k] := v if { k := 1; some v in [1, 2] }\nx := o")) {
            EvalResult result = Policies.evaluate("package p\n" + text, "data.p.x", "{}");
            assertThat(result).as(text).isInstanceOf(EvalResult.Failed.class);
            assertThat(((EvalResult.Failed) result).error().code())
                    .isEqualTo("eval_conflict_error");
        }
    }

    @Test
    void callsHostFunctions() {
        PolicySet policy =
                RegoCompiler.builder()
                        .profile(Profile.TRUSTEE)
                        .hostFunction("query_reference_value", 1)
                        .build()
                        .compile(
                                List.of(
                                        PolicySource.of(
                                                "p.rego",
                                                "package p\nallow if input.x in query_reference_value(\"svn\")")))
                        .policy()
                        .orElseThrow();
        PreparedQuery allow = policy.prepareRule("data.p.allow");
        HostFunction good =
                HostFunction.of("query_reference_value", 1, arguments -> Policies.json("[1, 2]"));
        HostFunction bad =
                HostFunction.of(
                        "query_reference_value",
                        1,
                        arguments -> {
                            throw BuiltinException.failed("no store");
                        });
        RegoValue input = Policies.json("{\"x\": 2}");
        assertThat(allow.evaluate(EvalRequest.builder().input(input).hostFunction(good).build()))
                .matches(EvalResult::isTrue);
        assertThat(allow.evaluate(EvalRequest.builder().input(input).hostFunction(bad).build()))
                .isInstanceOf(EvalResult.Failed.class);
        assertThat(allow.evaluate(EvalRequest.builder().input(input).build()))
                .isInstanceOf(EvalResult.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x if { xs := numbers.range(1, 2000); some a in xs; some b in xs; some c in xs; a+b+c < 0 }",
                "x := count([1 | some a in numbers.range(1, 100000); some b in numbers.range(1, 100000)])",
                "x := numbers.range(1, 1000000000000)",
                "x contains [a, b] if { some a in numbers.range(1, 9999); some b in numbers.range(1, 9999) }",
                "x := concat(\"\", [s | some i in numbers.range(1, 1000000); s := \"aaaaaaaaaaaaaaaaaaaa\"])",
                "x if every a in numbers.range(1, 5000) { every b in numbers.range(1, 5000) { a + b > 0 } }",
            })
    void stopsHostilePolicies(String text) {
        EvalResult result =
                Policies.compile("package p\n" + text)
                        .prepareRule("data.p.x")
                        .evaluate(
                                EvalRequest.builder()
                                        .limits(
                                                Limits.standard()
                                                        .withMaxSteps(2_000_000)
                                                        .withMaxOutput(1_000_000))
                                        .build());
        assertThat(result).isInstanceOf(EvalResult.Failed.class);
        assertThat(((EvalResult.Failed) result).error().code()).isEqualTo("eval_limit_error");
    }

    @Test
    void stopsAtTheDeadline() {
        String text =
                "package p\nx if { xs := numbers.range(1, 1000); some a in xs; some b in xs; some c in xs;"
                        + " some d in xs; a+b+c+d < 0 }";
        EvalResult result =
                Policies.compile(text)
                        .prepareRule("data.p.x")
                        .evaluate(
                                EvalRequest.builder()
                                        .limits(Limits.standard().withMaxSteps(Long.MAX_VALUE))
                                        .deadline(Duration.ofMillis(50))
                                        .build());
        assertThat(result).isInstanceOf(EvalResult.Failed.class);
        assertThat(((EvalResult.Failed) result).error().message()).contains("time");
    }

    @Test
    void boundsTheDepthOfCalls() {
        StringBuilder text = new StringBuilder("package p\nr0 := 1\n");
        for (int i = 1; i < 3000; i++) {
            text.append("r%d := r%d + 1\n".formatted(i, i - 1));
        }
        EvalResult result =
                Policies.compile(text.toString()).prepareRule("data.p.r2999").evaluate(EMPTY);
        assertThat(result).isInstanceOf(EvalResult.Failed.class);
        assertThat(((EvalResult.Failed) result).error().code()).isEqualTo("eval_limit_error");
        assertThat(Policies.compile(text.toString()).prepareRule("data.p.r100").evaluate(EMPTY))
                .isEqualTo(new EvalResult.Value(RegoNumber.of(101)));
    }

    @Test
    void longBodiesFailTypedOrWork() {
        String text = "package p\nx if {\n" + "input == {}\n".repeat(15_000) + "}\n";
        EvalResult result = Policies.compile(text).prepareRule("data.p.x").evaluate(EMPTY);
        assertThat(result)
                .satisfiesAnyOf(
                        r -> assertThat(r.isTrue()).isTrue(),
                        r -> assertThat(r).isInstanceOf(EvalResult.Failed.class));
    }

    @Test
    void queriesGiveAllSolutions() {
        PolicySet policy = Policies.compile("package p\nxs := [1, 2]");
        EvalResult result =
                policy.prepareQuery("data.p.xs[i] = v").query().orElseThrow().evaluate(EMPTY);
        assertThat(result)
                .isEqualTo(
                        new EvalResult.Value(
                                Policies.json("[{\"i\": 0, \"v\": 1}, {\"i\": 1, \"v\": 2}]")));
        assertThat(policy.prepareQuery("x = ").diagnostics()).isNotEmpty();
        assertThat(policy.prepareQuery("x > 1").diagnostics().getFirst().code())
                .isEqualTo("rego_unsafe_var_error");
    }

    @Test
    void printsToTheSink() {
        List<String> lines = new ArrayList<>();
        Policies.compile("package p\nx if { print(\"a\", input.nothing, [\"b\"], 1) }")
                .prepareRule("data.p.x")
                .evaluate(
                        EvalRequest.builder()
                                .input(RegoString.of("text"))
                                .printSink((at, message) -> lines.add(at.line() + " " + message))
                                .build());
        assertThat(lines).containsExactly("2 a <undefined> [\"b\"] 1");
    }

    @Test
    void rememberedCallsPrintAgain() {
        List<String> lines = new ArrayList<>();
        Policies.compile(
                        "package p\nf(n) := n + g(n) if print(n)\ng(n) := n if print(10 * n)\nx := f(1) + f(1)")
                .prepareRule("data.p.x")
                .evaluate(
                        EvalRequest.builder()
                                .printSink((at, message) -> lines.add(message))
                                .build());
        assertThat(lines).containsExactly("1", "10", "1", "10");
    }

    @Test
    void printsCountAsOutput() {
        String text =
                "package p\nimport rego.v1\nx if { some i in numbers.range(1, 1000); print(i, [i]); i < 0 }";
        EvalRequest.Builder request =
                EvalRequest.builder().limits(Limits.standard().withMaxOutput(12_000));
        PreparedQuery query = Policies.compile(text).prepareRule("data.p.x");
        assertThat(query.evaluate(request.build())).isInstanceOf(EvalResult.Undefined.class);
        assertThat(query.evaluate(request.printSink((at, message) -> {}).build()))
                .isInstanceOf(EvalResult.Failed.class);
    }

    /// Else a schema made too large would turn a check off.
    @Test
    void aLimitOfABuiltinEndsTheEvaluationAlsoBelowNot() {
        String schema = "{\\\"not\\\":".repeat(250) + "{}" + "}".repeat(250);
        String text =
                "package p\ndefault allow := false\nallow if not json.match_schema({}, \"%s\")[0]"
                        .formatted(schema);
        EvalResult result = Policies.evaluate(text, "data.p.allow", "{}");
        assertThat(((EvalResult.Failed) result).error().code()).isEqualTo("eval_limit_error");
    }

    @Test
    void oneSetServesManyThreads() throws Exception {
        PolicySet policy =
                Policies.compile(
                        "package p\nf(n) := n * 2\nxs contains f(x) if some x in input.xs\n"
                                + "sum_of := sum(xs) + sum([y | some y in input.xs])");
        PreparedQuery query = policy.prepareRule("data.p.sum_of");
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int n = t + 2;
            work.add(() -> {
                RegoValue input = Policies.json("{\"xs\": [1, " + n + "]}");
                RegoValue expected = RegoNumber.of(3L * (n + 1));
                for (int i = 0; i < 2000; i++) {
                    EvalResult result = query.evaluate(EvalRequest.ofInput(input));
                    if (!result.equals(new EvalResult.Value(expected))) {
                        return false;
                    }
                }
                return true;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> done : threads.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        }
    }
}
