package dev.fiducia.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.EvalRequest;
import dev.fiducia.policy.EvalResult;
import dev.fiducia.policy.HostFunction;
import dev.fiducia.policy.Limits;
import dev.fiducia.policy.PolicySet;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.PreparedQuery;
import dev.fiducia.policy.RegoCompiler;
import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.stream.IntStream;

class ExplanationTest {
    private static final HostFunction REFERENCES =
            HostFunction.of(
                    "query_reference_value",
                    1,
                    arguments -> RegoArray.of(RegoString.of("aa"), RegoString.of("bb")));

    private static PolicySet policy(String text) {
        return RegoCompiler.builder()
                .hostFunction("query_reference_value", 1)
                .build()
                .compile(List.of(PolicySource.of("p.rego", "package p\n" + text)))
                .policy()
                .orElseThrow();
    }

    private static EvalRequest request(String input) {
        try {
            return EvalRequest.builder()
                    .input(RegoJson.parse(input))
                    .hostFunction(REFERENCES)
                    .build();
        } catch (RegoJsonException e) {
            throw new AssertionError(e);
        }
    }

    private static Explanation explain(String text, String input) {
        return explain(text, input, ExplainOptions.standard());
    }

    private static Explanation explain(String text, String input, ExplainOptions options) {
        PreparedQuery query = policy(text).prepareRule("data.p.allow");
        Explanation explanation = query.explain(request(input), options);
        assertThat(explanation.result()).isEqualTo(query.evaluate(request(input)));
        return explanation;
    }

    private static LiteralTrace failure(Explanation explanation) {
        return explanation.nearest().orElseThrow().failedAt().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    input.snp.measurement in query_reference_value("snp_launch_measurement") | {"snp": {"measurement": "ab"}} | "ab" is not among 2 values
                    input.snp.measurement in query_reference_value("x") | {"tdx": 1, "sample": 2} | input.snp is undefined; input has keys "sample", "tdx"
                    input.snp.measurement == "x"    | {"snp": {}}            | input.snp.measurement is undefined; input.snp has no keys
                    input.a.b.c == 1                | {"a": 5}               | input.a.b is undefined; input.a is 5
                    input.list[3] == 1              | {"list": [1]}          | input.list[3] is undefined; input.list has 1 value
                    input.a == input.b              | {"a": 1, "b": "x"}     | left is 1, right is "x"
                    input.a > 10                    | {"a": 1}               | left is 1, right is 10
                    input.a != "x"                  | {"a": "x"}             | both are "x"
                    input.a = [1, _]                | {"a": [2, 3]}          | nothing matches
                    input.a                         | {"a": false}           | input.a is false
                    not input.a                     | {"a": true}            | what is negated holds
                    startswith(input.a, "x")        | {"a": "yx"}            | it is not true for "yx" and "x"
                    other                           | {}                     | data.p.other is undefined
                    every v in input.a { v > 1 }    | {"a": [2, 1]}          | it does not hold for every element
                    some v in input.a; v > 5        | {"a": [2, 3]}          | left is 2, right is 5
                    input.a[_] == 5                 | {"a": [2, 3]}          | no value makes it true
                    count(input.a) == 3             | {"a": [2]}             | left is 1, right is 3
                    """)
    void saysWhyTheFirstExpressionFailed(String body, String input, String reason) {
        Explanation explanation =
                explain("other if input.never\nallow if { " + body + " }\n", input);
        assertThat(explanation.result()).isEqualTo(new EvalResult.Undefined());
        assertThat(failure(explanation).reason()).isEqualTo(reason);
    }

    @Test
    void namesTheClauseThatCameNearest() {
        Explanation explanation =
                explain(
                        """
                        default allow := false
                        allow if input.a == 1
                        allow if {
                            input.b == 2
                            input.c == 3
                            input.d == 4
                        }
                        """,
                        "{\"b\": 2, \"c\": 3, \"d\": 5}");
        ClauseTrace nearest = explanation.nearest().orElseThrow();
        assertThat(nearest.at().line()).isEqualTo(4);
        assertThat(nearest.progress()).isEqualTo(2);
        assertThat(failure(explanation).text()).isEqualTo("input.d == 4");
        assertThat(explanation.toText())
                .isEqualTo(
                        """
                        - data.p.allow  [p.rego:3:1]
                          - input.a == 1  [p.rego:3:10]
                              input.a is undefined; input has keys "b", "c", "d"
                        - data.p.allow  [p.rego:4:1]
                          + input.b == 2  [p.rego:5:5]
                          + input.c == 3  [p.rego:6:5]
                          - input.d == 4  [p.rego:7:5]
                              left is 5, right is 4
                        + data.p.allow is false  [p.rego:2:1]
                        nearest: the clause at p.rego:4:1, which failed at `input.d == 4`: left is 5, right is 4
                        """);
    }

    @Test
    void followsRulesAndFunctionsThatAreCalled() {
        Explanation explanation =
                explain(
                        """
                        allow if { f(input.x) }
                        f(n) if { n > 5; helper }
                        helper if input.y == "z"
                        """,
                        "{\"x\": 6, \"y\": \"w\"}");
        ClauseTrace function = failure(explanation).clauses().getFirst();
        assertThat(function.rule()).isEqualTo("data.p.f");
        assertThat(function.arguments()).containsExactly(new ShownValue("n", "6"));
        ClauseTrace helper = function.failedAt().orElseThrow().clauses().getFirst();
        assertThat(helper.failedAt().orElseThrow().reason())
                .isEqualTo("left is \"w\", right is \"z\"");
    }

    @Test
    void countsHowOftenAnExpressionWasTried() {
        LiteralTrace literal =
                failure(explain("allow if { some x in input.a; x > 5 }", "{\"a\": [1, 2, 3]}"));
        assertThat(literal.text()).isEqualTo("x > 5");
        assertThat(literal.timesFailed()).isEqualTo(3);
        assertThat(literal.values()).contains(new ShownValue("x", "1"));
    }

    @Test
    void masksSecretsWhereverTheyGetTo() {
        String token = "s3cr3t-token-value";
        ExplainOptions options =
                ExplainOptions.standard().withSecrets((path, v) -> path.equals("input.user.token"));
        Explanation explanation =
                explain(
                        """
                        allow if {
                            t := input.user.token
                            m := sprintf("token is %s", [t])
                            u := input.user
                            check(t, m, u, {t: 1})
                        }
                        check(a, b, c, d) if { a == "x" }
                        check(a, b, c, d) if { c.name == "n"; c == b }
                        check(a, b, c, d) if { b == "y" }
                        check(a, b, c, d) if { d.missing == 1 }
                        """,
                        "{\"user\": {\"name\": \"n\", \"token\": \"" + token + "\"}}", options);
        assertThat(explanation.toText()).contains("(masked)").doesNotContain(token);
        assertThat(explanation.toRego().toString()).doesNotContain(token);
        assertThat(explain("allow if input.t == 1", "{\"t\": \"" + token + "\"}").toText())
                .contains(token);
    }

    @Test
    void masksSecretsInErrors() {
        Explanation explanation =
                explain(
                        """
                        allow := x if { x := input.secret }
                        allow := 2
                        """,
                        "{\"secret\": \"topsecret\"}",
                        ExplainOptions.standard()
                                .withSecrets((path, v) -> path.equals("input.secret")));
        assertThat(explanation.result()).isInstanceOf(EvalResult.Failed.class);
        assertThat(explanation.toText())
                .doesNotContain("topsecret")
                .contains("eval_conflict_error");
    }

    @Test
    void shortensLongValues() {
        String input = "{\"a\": \"" + "x".repeat(5000) + "\"}";
        assertThat(failure(explain("allow if input.a == 1", input)).reason())
                .hasSizeLessThan(200)
                .contains("… (5002 characters), right is 1");
    }

    @Test
    void recordsNoMoreThanThereIsRoomFor() {
        Explanation explanation =
                explain(
                        """
                        allow if { some i in numbers.range(1, 1000); f(i) }
                        f(x) if { x < 0 }
                        f(x) if { x < -1; g(x) }
                        g(x) if { x == 1 }
                        """,
                        "{}",
                        new ExplainOptions(5, 50, Secrets.NONE));
        assertThat(explanation.truncated()).isTrue();
        assertThat(records(explanation.clauses())).isLessThanOrEqualTo(5);
    }

    private static int records(List<ClauseTrace> clauses) {
        return clauses.stream()
                .mapToInt(c ->
                        1 + c.literals().stream().mapToInt(l -> 1 + records(l.clauses())).sum())
                .sum();
    }

    @Test
    void theLimitsHoldWhileExplaining() {
        PreparedQuery query =
                policy(
                                "allow if { some i in numbers.range(1, 3000); some j in numbers.range(1, 3000); i == -j }")
                        .prepareRule("data.p.allow");
        EvalRequest request =
                EvalRequest.builder().limits(Limits.standard().withMaxSteps(100_000)).build();
        Explanation explanation = query.explain(request, ExplainOptions.standard());
        assertThat(explanation.result()).isInstanceOf(EvalResult.Failed.class);
        assertThat(explanation.toText()).contains("eval_limit_error");
    }

    @Test
    void queriesAreExplainedToo() {
        PreparedQuery query = policy("x := 1").prepareQuery("data.p.x == 2").query().orElseThrow();
        Explanation explanation = query.explain(request("{}"), ExplainOptions.standard());
        assertThat(explanation.result()).isEqualTo(query.evaluate(request("{}")));
        assertThat(failure(explanation).reason()).isEqualTo("left is 1, right is 2");
    }

    @Test
    void theRecordsAreJson() {
        RegoValue records = explain("allow if { input.a == 1 }", "{\"a\": 2}").toRego();
        assertThat(RegoJson.write(records))
                .isEqualTo(
                        "{\"clauses\":[{\"at\":{\"column\":1,\"line\":2,\"path\":\"p.rego\"},"
                                + "\"expressions\":[{\"at\":{\"column\":12,\"line\":2,"
                                + "\"path\":\"p.rego\"},\"failed\":1,\"held\":0,"
                                + "\"reason\":\"left is 2, right is 1\",\"text\":\"input.a == 1\","
                                + "\"values\":[{\"term\":\"input.a\",\"value\":\"2\"},"
                                + "{\"term\":\"input.a == 1\",\"value\":\"false\"}]}],"
                                + "\"held\":false,\"rule\":\"data.p.allow\"}],\"truncated\":false}");
    }

    @Test
    void sharedByThreads() {
        PreparedQuery query = policy("allow if input.a == 1").prepareRule("data.p.allow");
        List<String> texts =
                IntStream.range(0, 64)
                        .parallel()
                        .mapToObj(i ->
                                query.explain(request("{\"a\": 2}"), ExplainOptions.standard())
                                        .toText())
                        .distinct()
                        .toList();
        assertThat(texts).hasSize(1);
    }
}
