package dev.fiducia.policy.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegoJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1",
                "{\"a\"",
                "{\"a\":1,}",
                "[1,]",
                "1 2",
                "{} x",
                "nul",
                "01",
                "+1",
                "NaN",
                "'a'",
                "\"a",
                "1e",
                "1.",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "1e999999999",
                "1e99999999999999999999",
                "-1e-999999999",
                "// x\n1"
            })
    void refuses(String json) {
        assertThatThrownBy(() -> RegoJson.parse(json)).isInstanceOf(RegoJsonException.class);
    }

    @Test
    void refusesDeepNesting() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThatThrownBy(() -> RegoJson.parse(deep)).isInstanceOf(RegoJsonException.class);
    }

    @Test
    void refusesTooLongTextAndNumber() {
        var limits = new JsonLimits(20, 3, 5);
        assertThatThrownBy(() -> RegoJson.parse("\"" + "a".repeat(30) + "\"", limits))
                .hasMessageContaining("longer");
        assertThatThrownBy(() -> RegoJson.parse("[1234567]", limits))
                .isInstanceOf(RegoJsonException.class);
        assertThatThrownBy(() -> RegoJson.parse("[[[[]]]]", limits))
                .isInstanceOf(RegoJsonException.class);
    }

    @Test
    void takesTheLastOfDuplicateKeysWhereAsked() throws RegoJsonException {
        assertThat(RegoJson.parseLenient("{\"a\":1,\"a\":2}").toJson()).isEqualTo("{\"a\":2}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "[1.50,1e3,-0,12345678901234567890123]",
                "{\"a\":[{}],\"b\":\"é😀\"}"
            })
    void keepsTheText(String json) throws Exception {
        assertThat(RegoJson.parse(json).toJson()).isEqualTo(json);
        try (var parser = new JsonFactory().createParser(json)) {
            assertThat(RegoJson.read(parser).toJson()).isEqualTo(json);
        }
    }

    @Test
    void writesSetsSortedAndKeysAsText() {
        var value =
                RegoObject.builder()
                        .put(
                                RegoArray.of(RegoNumber.of(1)),
                                RegoSet.of(RegoNumber.of(3), RegoNumber.of(2)))
                        .put(RegoNumber.of(7), RegoString.of("<b>"))
                        .build();
        assertThat(value.toJson()).isEqualTo("{\"7\":\"<b>\",\"[1]\":[2,3]}");
        assertThat(RegoJson.writeEscapingHtml(RegoString.of("<b>&")))
                .isEqualTo("\"\\u003cb\\u003e\\u0026\"");
        assertThat(value.toString()).isEqualTo("{7: \"<b>\", [1]: {2, 3}}");
    }

    @Property(tries = 500)
    void givesOnlyTypedErrors(
            @ForAll @StringLength(max = 40) @CharRange(from = '!', to = '~') String text) {
        roundTripOrRefusal(text);
    }

    @Property(tries = 500)
    void roundTripsNumbersOrRefuses(@ForAll("numbers") String text) {
        roundTripOrRefusal(text);
    }

    @Provide
    Arbitrary<String> numbers() {
        return Arbitraries.strings().withChars("0123456789.eE+-").ofMaxLength(16);
    }

    private static void roundTripOrRefusal(String text) {
        try {
            var value = RegoJson.parse(text);
            assertThat(RegoJson.parse(value.toJson())).isEqualTo(value).hasSameHashCodeAs(value);
        } catch (RegoJsonException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
