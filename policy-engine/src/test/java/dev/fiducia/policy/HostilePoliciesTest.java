package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Policies made to exhaust time, memory or stack end within their budget, with a typed error.
///
/// The clock plays no part: the time limit is far off, and the timeout only ends a broken build.
@Timeout(120)
class HostilePoliciesTest {
    private static final int[] TEXT_SIZES = {300, 1_000, 10_000, 30_000, 100_000, 1_000_000};
    private static final int[] RULE_SIZES = {1, 2, 3, 4};

    private static final Set<String> COMPILE_CODES =
            Set.of(
                    "rego_parse_error",
                    "rego_compile_error",
                    "rego_unsafe_var_error",
                    "rego_recursion_error",
                    "rego_type_error",
                    "rego_limit_error");
    private static final Set<String> EVALUATION_CODES =
            Set.of("eval_limit_error", "eval_builtin_error", "eval_conflict_error");

    private static final Limits LIMITS =
            Limits.standard()
                    .withMaxSteps(300_000)
                    .withMaxOutput(2_000_000)
                    .withMaxTime(Duration.ofMinutes(2));

    static Stream<Arguments> texts() {
        return Stream.of(HostileText.values())
                .flatMap(shape -> Arrays.stream(TEXT_SIZES).mapToObj(n -> Arguments.of(shape, n)));
    }

    static Stream<Arguments> rules() {
        return Stream.of(HostileRule.values())
                .flatMap(shape -> Arrays.stream(RULE_SIZES).mapToObj(n -> Arguments.of(shape, n)));
    }

    @Test
    void areMany() {
        assertThat(texts().count() + rules().count()).isGreaterThanOrEqualTo(300);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void hostileTextIsRefused(HostileText shape, int size) {
        CompileResult result = compile(shape.of(size));
        assertThat(result.policy()).isEmpty();
        assertThat(result.errors())
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error.code()).isIn(COMPILE_CODES));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void hostileRuleIsStopped(HostileRule shape, int size) {
        CompileResult result = compile(shape.of(size));
        assertThat(result.errors())
                .allSatisfy(error -> assertThat(error.code()).isEqualTo("rego_limit_error"));
        result.policy().ifPresent(HostilePoliciesTest::isStopped);
    }

    private static void isStopped(PolicySet policy) {
        EvalResult result =
                policy.prepareRule("data.p.x")
                        .evaluate(
                                EvalRequest.builder()
                                        .input(Policies.json("{\"xs\": [1, 2, 3, 4]}"))
                                        .limits(LIMITS)
                                        .printSink((at, message) -> {})
                                        .build());
        assertThat(result).isInstanceOf(EvalResult.Failed.class);
        RegoError error = ((EvalResult.Failed) result).error();
        assertThat(error.code()).isIn(EVALUATION_CODES);
        // What the last resort says: a stack or heap was used up all the same.
        assertThat(error.message()).doesNotContain("nests too deeply", "too much memory");
    }

    private static CompileResult compile(String text) {
        return RegoCompiler.builder()
                .strictBuiltinErrors(true)
                .build()
                .compile(List.of(PolicySource.of("p.rego", text)));
    }
}
