package dev.fiducia.policy.builtin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
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
                "numbers.range | [1e15000, 1e15001]",
                "units.parse | [\"1e99999\"]",
                "units.parse_bytes | [\"1e-99999\"]",
                "to_number | [\"1e-99999\"]",
                "json.unmarshal | [\"1e99999\"]",
                "json.is_valid | [\"1e99999\"]",
                "product | [[1e300, 1e300, 0.5]]",
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

    /// What is only too much for us may not count as false, and so as true below `not`.
    @Test
    void failsTheEvaluationWhereOthersHaveAResult() {
        assertLimit(() -> text("json.is_valid", "[".repeat(1000) + "]".repeat(1000)));
        assertLimit(() -> text("json.unmarshal", "1" + "0".repeat(5000)));
        assertLimit(() -> text("yaml.is_valid", "[".repeat(1000) + "]".repeat(1000)));
        assertLimit(() -> text("regex.is_valid", "(".repeat(300) + ")".repeat(300)));
        assertLimit(() -> text("regex.is_valid", "a".repeat(70_000)));
        assertLimit(() -> text("to_number", "1." + "0".repeat(30_000)));
        assertLimit(() -> text("time.parse_duration_ns", "0".repeat(300) + "1s"));
    }

    private static void text(String name, String argument) throws BuiltinException {
        Calls.call(Calls.context(), name, RegoString.of(argument));
    }

    @Test
    void chargesComparisonsByWhatIsCompared() {
        var heavy = new RegoValue[60_000];
        var text = "a".repeat(30_000);
        for (int i = 0; i < heavy.length; i++) {
            heavy[i] = RegoString.of(text);
        }
        var array = RegoArray.of(heavy);
        assertLimit(() -> Calls.call(Calls.context(), "sort", array));
        assertLimit(() -> Calls.call(Calls.context(), "max", array));
        assertLimit(() -> Calls.call(Calls.context(), "lt", array, RegoArray.of(heavy)));
        assertLimit(() -> Calls.call(Calls.context(), "strings.any_prefix_match", array, array));
        assertLimit(() -> Calls.call(Calls.context(), "strings.any_suffix_match", array, array));
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
        var budget = Budget.within(Long.MAX_VALUE, Long.MAX_VALUE, -1);
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 10_000; i++) {
                                budget.step(1);
                            }
                        })
                .hasMessageContaining("time budget");
    }

    /// Equal members that are different values are compared to their end.
    @Test
    void chargesSetsAndGraphsByWhatIsCompared() {
        var sets = new RegoValue[2_000];
        var edges = RegoObject.builder();
        for (int i = 0; i < sets.length; i++) {
            var heavy = RegoString.of("a".repeat(20_000));
            sets[i] = RegoSet.of(heavy, RegoNumber.of(i));
            edges.put(RegoNumber.of(i), RegoArray.of(heavy, RegoNumber.of(i + 1)));
        }
        var all = RegoSet.of(sets);
        assertLimit(() -> Calls.call(few(), "union", all));
        assertLimit(() -> Calls.call(few(), "intersection", all));
        var graph = edges.build();
        var start = RegoArray.of(RegoNumber.of(0));
        assertLimit(() -> Calls.call(few(), "graph.reachable", graph, start));
        assertLimit(() -> Calls.call(few(), "graph.reachable_paths", graph, start));
    }

    /// Enough for the number of the members, not for their length.
    private static BuiltinContext few() {
        return BuiltinContext.of(Instant.EPOCH, Budget.of(200_000, 2_000_000));
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
