package dev.fiducia.policy.builtin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;

/// Calls made to exhaust memory or time end in a typed error.
class BudgetTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "numbers.range | [1, 1000000000000]",
                "numbers.range | [1, 1e300]",
                "numbers.range_step | [0, 1e18, 2]",
                "bits.lsh | [1, 1000000000]",
                "bits.lsh | [1, 1e300]",
                "sprintf | [\"%999999d%999999d%999999d\", [1, 2, 3]]",
                "sprintf | [\"%*d%*d%*d\", [999999, 1, 999999, 1, 999999, 1]]",
                "sprintf | [\"%.999999f%.999999f%.999999f\", [1.5, 1.5, 1.5]]",
                "net.cidr_expand | [\"10.0.0.0/8\"]",
                "net.cidr_expand | [\"::/0\"]",
                "mul | [1e15000, 1e15000]",
            })
    void stops(String name, String arguments) {
        assertLimit(() -> Calls.call(name, arguments));
    }

    @Test
    void stopsBlowUpsByLongArguments() {
        var text = RegoString.of("a".repeat(100_000));
        var one = RegoString.of("a");
        assertLimit(() -> Calls.call(Calls.context(), "replace", text, one, text));
        assertLimit(() -> Calls.call(Calls.context(), "replace", text, RegoString.EMPTY, text));
        var many = new RegoValue[1000];
        Arrays.fill(many, text);
        assertLimit(() -> Calls.call(Calls.context(), "concat", text, RegoArray.of(many)));
        assertLimit(() -> Calls.call(Calls.context(), "json.marshal", RegoArray.of(many)));
        assertLimit(() -> Calls.call(Calls.context(), "walk", nested(RegoArray.of(many))));
    }

    @Test
    void stopsSlowMatching() {
        var text = RegoString.of("a".repeat(1_000_000));
        assertLimit(() ->
                Calls.call(Calls.context(), "regex.match", RegoString.of("(a{500}){50}b"), text));
        assertLimit(() ->
                Calls.call(
                        Calls.context(),
                        "glob.match",
                        RegoString.of("*a".repeat(1000) + "b"),
                        RegoArray.EMPTY,
                        text));
    }

    @ParameterizedTest
    @CsvSource({"((a{1000}){1000}){1000}", "(x{100}){1000}{1000}"})
    void refusesExpressionsThatUnrollTooFar(String expression) {
        assertThatThrownBy(() -> Patterns.compile(Budget.of(1_000_000, 1), expression))
                .hasMessageContaining("too large");
    }

    @Test
    void refusesDeepExpressions() {
        assertThatThrownBy(() -> Patterns.compile(Budget.of(1_000_000, 1), "(".repeat(10_000)))
                .hasMessageContaining("too deeply");
    }

    @Test
    void stopsAtTheDeadline() {
        var budget = Budget.until(Long.MAX_VALUE, Long.MAX_VALUE, System.nanoTime() - 1);
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 10_000; i++) {
                                budget.step(1);
                            }
                        })
                .hasMessageContaining("time budget");
    }

    private static RegoValue nested(RegoValue value) {
        var nested = value;
        for (int i = 0; i < 11; i++) {
            nested = RegoArray.of(nested, nested, RegoNumber.of(i));
        }
        return nested;
    }

    private static void assertLimit(ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(BuiltinException.class))
                .returns(BuiltinException.Kind.LIMIT, BuiltinException::kind);
    }
}
