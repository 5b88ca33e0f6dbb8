package dev.fiducia.policy.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

class RegoValueTest {
    @Test
    void refusesJavaValuesWithoutMeaning() {
        assertThatThrownBy(() -> RegoValue.of(new Object()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RegoValue.of(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesNumbersBeyondTheBound() {
        assertThatThrownBy(() -> RegoNumber.of(BigInteger.ONE.shiftLeft(1_000_000)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> RegoNumber.of(new BigDecimal("1e-999999999")))
                .isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1.0",
        "1e3, 1000",
        "100, 1E2",
        "-0, 0",
        "0.10, 0.1",
        "12345678901234567890.0, 12345678901234567890",
        "1e30, 1000e27",
        "9223372036854775807, 9223372036854775807.00"
    })
    void comparesNumbersByValue(String left, String right) {
        var a = RegoNumber.parse(left);
        var b = RegoNumber.parse(right);
        assertThat(a).isEqualTo(b).hasSameHashCodeAs(b).isEqualByComparingTo(b);
        assertThat(a).hasToString(left);
    }

    @Test
    void ordersTypesAndStringsByCodePoint() {
        var sorted =
                List.of(
                        RegoNull.NULL,
                        RegoBoolean.FALSE,
                        RegoBoolean.TRUE,
                        RegoNumber.of(-1),
                        RegoNumber.parse("0.5"),
                        RegoNumber.of(2),
                        RegoString.of(""),
                        RegoString.of("a"),
                        RegoString.of("\uFFFD"),
                        RegoString.of("😀"),
                        RegoArray.EMPTY,
                        RegoArray.of(RegoNumber.of(1)),
                        RegoObject.EMPTY,
                        RegoObject.of("a", RegoNumber.of(1)),
                        RegoObject.of("a", RegoNumber.of(2)),
                        RegoObject.of("b", RegoNumber.of(1)),
                        RegoSet.EMPTY,
                        RegoSet.of(RegoNumber.of(1)));
        var shuffled = sorted.reversed().toArray(new RegoValue[0]);
        Arrays.sort(shuffled);
        assertThat(List.of(shuffled)).isEqualTo(sorted);
    }

    @Test
    void goesToJavaAndBack() {
        var java = Map.of("a", List.of(1L, "x", Set.of(true)));
        assertThat(RegoValue.of(java).toJava()).isEqualTo(java);
    }

    @Test
    void sharesNothingWithItsBuilder() {
        var builder = RegoSet.builder();
        builder.add(RegoNull.NULL);
        var built = builder.build();
        assertThatThrownBy(() -> builder.add(RegoBoolean.TRUE))
                .isInstanceOf(IllegalStateException.class);
        assertThat(built.size()).isEqualTo(1);
    }

    @Property(tries = 300)
    void keepsAnyBytes(@ForAll byte[] bytes) {
        assertThat(RegoString.ofBytes(bytes).bytes()).isEqualTo(bytes);
    }

    @Test
    void findsArrayElementsByWholeNumbersOnly() {
        var array = RegoArray.of(RegoString.of("a"), RegoString.of("b"));
        assertThat(array.find(RegoNumber.parse("1.0"))).isEqualTo(RegoString.of("b"));
        assertThat(array.find(RegoNumber.of(-1))).isNull();
        assertThat(array.find(RegoNumber.parse("0.5"))).isNull();
        assertThat(array.find(RegoString.of("0"))).isNull();
    }
}
