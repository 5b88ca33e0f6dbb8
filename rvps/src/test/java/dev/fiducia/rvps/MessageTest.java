package dev.fiducia.rvps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Base64;
import java.util.Map;

class MessageTest {

    static String sample(String json) {
        return "{\"version\":\"0.1.0\",\"type\":\"sample\",\"payload\":\""
                + Base64.getEncoder().encodeToString(json.getBytes(UTF_8))
                + "\"}";
    }

    private static Map<String, JsonNode> values(byte[] message) throws RvpsException {
        return Message.parse(message).values(Map.of());
    }

    private static Map<String, JsonNode> values(String message) throws RvpsException {
        return values(message.getBytes(UTF_8));
    }

    private static void assertRefused(RvpsException.Code code, byte[] message) {
        assertThatThrownBy(() -> values(message))
                .isInstanceOfSatisfying(
                        RvpsException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static void assertRefused(RvpsException.Code code, String message) {
        assertRefused(code, message.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "3",
                "\"text\"",
                "{",
                "{}",
                "{} {}",
                "{\"type\":\"sample\"}",
                "{\"payload\":\"e30=\"}",
                "{\"type\":3,\"payload\":\"e30=\"}",
                "{\"type\":\"sample\",\"payload\":{}}",
                "{\"type\":\"sample\",\"payload\":null}",
                "{\"version\":null,\"type\":\"sample\",\"payload\":\"e30=\"}",
                "{\"version\":1,\"type\":\"sample\",\"payload\":\"e30=\"}",
                "{\"type\":\"sample\",\"type\":\"sample\",\"payload\":\"e30=\"}",
                "{\"type\":\"sample\",\"payload\":\"e30=\"} x",
                "{\"type\":\"sample\",\"payload\":\"e30=\",}",
                "{'type':'sample','payload':'e30='}",
                "{\"type\":\"sample\",\"payload\":\"e30\"}",
                "{\"type\":\"sample\",\"payload\":\"e31=\"}",
                "{\"type\":\"sample\",\"payload\":\"e3 0=\"}",
                "{\"type\":\"sample\",\"payload\":\"e30=\\n\"}",
                "{\"type\":\"sample\",\"payload\":\"_-8=\"}",
                "{\"type\":\"sample\",\"payload\":\"\"}",
            })
    void refusesWhatIsNoMessage(String message) {
        assertRefused(RvpsException.Code.MALFORMED, message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"x\"",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "{\"a\":1}}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":1e99999999999}",
                "{\"a\":\"\\uD83D\"",
                "{/**/}",
            })
    void refusesAPayloadThatIsNoObject(String payload) {
        assertRefused(RvpsException.Code.MALFORMED, sample(payload));
    }

    @Test
    void refusesDeepNesting() {
        String deep = "{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}";
        assertRefused(RvpsException.Code.MALFORMED, sample(deep));
        assertRefused(RvpsException.Code.MALFORMED, "[".repeat(500_000));
    }

    @Test
    void refusesLongNumbers() {
        assertRefused(RvpsException.Code.MALFORMED, sample("{\"a\":" + "9".repeat(10_000) + "}"));
    }

    @Test
    void refusesLargeMessages() {
        assertRefused(RvpsException.Code.LIMIT, new byte[RvpsLimits.MESSAGE_BYTES + 1]);
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        assertRefused(
                RvpsException.Code.MALFORMED,
                new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'});
    }

    @ParameterizedTest
    @CsvSource({
        "0.2.0, 'Version unmatched! Need 0.1.0, given 0.2.0.'",
        "'', 'Version unmatched! Need 0.1.0, given .'",
        "0.1, 'Version unmatched! Need 0.1.0, given 0.1.'"
    })
    void refusesOtherVersionsInTrusteesWords(String version, String message) {
        String json = "{\"version\":\"" + version + "\",\"type\":\"sample\",\"payload\":\"e30=\"}";
        assertThatThrownBy(() -> values(json)).hasMessage(message);
        assertRefused(RvpsException.Code.VERSION, json);
    }

    @Test
    void refusesUnknownTypesInTrusteesWords() {
        String json = "{\"type\":\"in-toto\",\"payload\":\"e30=\"}";
        assertThatThrownBy(() -> values(json)).hasMessage("Could not find extractor for in-toto");
        assertRefused(RvpsException.Code.EXTRACTOR, json);
    }

    @Test
    void showsLongOrUnprintableTypesInOneShortLine() {
        String json = "{\"type\":\"a\\nb" + "x".repeat(1000) + "\",\"payload\":\"e30=\"}";
        assertThatThrownBy(() -> values(json)).message().hasSizeLessThan(120).doesNotContain("\n");
    }

    @Test
    void takesAnyJsonAsItIs() throws RvpsException {
        String payload =
                "{\"list\":[\"a\",1],\"yes\":true,\"n\":3,\"exact\":1.10,\"big\":123456789012345678901234567890,"
                        + "\"object\":{\"x\":[null]},\"nothing\":null,\"\":\"unnamed\"}";
        Map<String, JsonNode> values = values(sample(payload));
        assertThat(values.keySet())
                .containsExactly("list", "yes", "n", "exact", "big", "object", "nothing", "");
        assertThat(values.get("exact")).hasToString("1.10");
        assertThat(values.get("big")).hasToString("123456789012345678901234567890");
        assertThat(values.get("list")).hasToString("[\"a\",1]");
    }

    @Test
    void takesAMessageWithoutVersionAndWithUnknownMembers() throws RvpsException {
        assertThat(values("{\"type\":\"sample\",\"payload\":\"e30=\",\"extra\":[1]}")).isEmpty();
    }

    @Property
    void answersAnyBytesWithATypedRefusal(@ForAll byte[] junk) {
        assertThatThrownBy(() -> values(junk)).isInstanceOf(RvpsException.class);
    }

    @Property
    void answersAnyPayloadWithValuesOrATypedRefusal(@ForAll String json) {
        try {
            values(sample(json));
        } catch (RvpsException e) {
            assertThat(e.code()).isEqualTo(RvpsException.Code.MALFORMED);
        }
    }

    @Property
    void answersAnyChangeOfOneByteWithValuesOrATypedRefusal(
            @ForAll @IntRange(max = 120) int at, @ForAll byte value) {
        byte[] message = sample("{\"name\":[\"v\",1.5e3,{\"a\":null}]}").getBytes(UTF_8);
        message[at % message.length] = value;
        try {
            values(message);
        } catch (RvpsException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
