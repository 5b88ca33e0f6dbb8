package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.value.RegoString;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// Base data never speaks where a rule stands, and errors never tell what was worked on.
class RuleOverDataTest {
    private static final PolicySet POLICY =
            Policies.compile(
                    """
                    package a.b
                    allow if input.yes
                    f(x) := x
                    mocked if data.a.b.allow with data.a.b.allow as true
                    """);
    private static final String DATA =
            """
            {"a": {"b": {"allow": true, "f": 1, "base": 2}}}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data.a.b.allow",
                "data.a.b[\"allow\"]",
                "some k, v in data.a.b; k == \"allow\"",
                "some k, v in data.a.b; k == \"f\"",
                "data.a.b[k]; k == \"allow\"",
                "x := data; x.a.b.allow",
                "x := data.a; x.b.f",
                "object.get(data.a.b, \"allow\", false)",
            })
    void saysNothingWhereARuleSaysNothing(String query) {
        assertThat(evaluate(query)).isInstanceOf(EvalResult.Undefined.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data.a.b.base == 2",
                "x := data; x.a.b.base == 2",
                "data.a.b.mocked == true"
            })
    void leavesTheOtherDataAlone(String query) {
        assertThat(evaluate(query)).isInstanceOf(EvalResult.Value.class);
    }

    private static EvalResult evaluate(String query) {
        return POLICY.prepareQuery(query)
                .query()
                .orElseThrow()
                .evaluate(EvalRequest.builder().data(Policies.json(DATA)).build());
    }

    @Test
    void namesThePlaceOfABugAndNotTheValue() {
        var secret = "s3cret";
        var policy =
                RegoCompiler.builder()
                        .hostFunction("host.broken", 1)
                        .build()
                        .compile(
                                List.of(
                                        PolicySource.of(
                                                "p.rego",
                                                "package p\np := host.broken(input)\nq if not p")))
                        .policy()
                        .orElseThrow();
        var result =
                policy.prepareRule("data.p.q")
                        .evaluate(
                                EvalRequest.builder()
                                        .input(RegoString.of(secret))
                                        .hostFunction(
                                                HostFunction.of(
                                                        "host.broken",
                                                        1,
                                                        a -> {
                                                            throw new IllegalStateException(
                                                                    a.toString());
                                                        }))
                                        .build());
        assertThat(result).isInstanceOf(EvalResult.Failed.class);
        assertThat(result.toString())
                .contains("eval_internal_error")
                .contains("IllegalStateException")
                .doesNotContain(secret);
    }
}
