package dev.fiducia.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

class JcsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {"\"\\ud800\"", "\"\\udc00\\ud800\"", "\"a\\ud800b\"", "[1e400]", "-1e400"})
    void refusesWhatHasNoCanonicalForm(String json) {
        assertThatThrownBy(() -> canonical(json)).isInstanceOf(JcsException.class);
    }

    @Test
    void refusesIntegersBeyondDoubles() {
        assertThatThrownBy(() -> canonical("1" + "0".repeat(400))).isInstanceOf(JcsException.class);
    }

    /// RFC 8785 appendix B.
    @ParameterizedTest
    @CsvSource({
        "0000000000000000,0",
        "8000000000000000,0",
        "0000000000000001,5e-324",
        "8000000000000001,-5e-324",
        "7fefffffffffffff,1.7976931348623157e+308",
        "ffefffffffffffff,-1.7976931348623157e+308",
        "4340000000000000,9007199254740992",
        "c340000000000000,-9007199254740992",
        "4430000000000000,295147905179352830000",
        "44b52d02c7e14af5,9.999999999999997e+22",
        "44b52d02c7e14af6,1e+23",
        "44b52d02c7e14af7,1.0000000000000001e+23",
        "444b1ae4d6e2ef4e,999999999999999700000",
        "444b1ae4d6e2ef4f,999999999999999900000",
        "444b1ae4d6e2ef50,1e+21",
        "3eb0c6f7a0b5ed8c,9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d,0.000001",
        "41b3de4355555553,333333333.3333332",
        "41b3de4355555554,333333333.33333325",
        "41b3de4355555555,333333333.3333333",
        "41b3de4355555556,333333333.3333334",
        "41b3de4355555557,333333333.33333343",
        "becbf647612f3696,-0.0000033333333333333333",
        "43143ff3c1cb0959,1424953923781206.2"
    })
    void writesNumbersAsEcmaScript(String bits, String expected) throws JcsException {
        assertThat(EcmaNumber.format(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2E23,2e+23",
        "1.0,1",
        "-0,0",
        "100e-2,1",
        "4.5,4.5",
        "9007199254740993,9007199254740992",
        "0.002,0.002",
        "1e-7,1e-7"
    })
    void oneNumberHasOneSpelling(String json, String expected) throws Exception {
        assertThat(canonical(json)).isEqualTo(expected);
    }

    /// RFC 8785 section 3.2.2 and 3.2.3.
    @Test
    void canonicalizesTheExampleOfTheRfc() throws Exception {
        String input =
                """
                {"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                 "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                 "literals": [null, true, false]}
                """;
        assertThat(canonical(input))
                .isEqualTo(
                        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void sortsMembersByUtf16CodeUnits() throws Exception {
        String input =
                "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}";
        JsonNode sorted = JSON.readTree(canonical(input));
        assertThat(sorted.fieldNames())
                .toIterable()
                .containsExactly("\r", "1", "\u0080", "ö", "€", "😀", "\ufb33");
    }

    @Test
    void emptyContainersStayEmpty() throws Exception {
        assertThat(canonical("{\"b\":[ ],\"a\":{ }}")).isEqualTo("{\"a\":{},\"b\":[]}");
    }

    @Test
    void matchesTheVectorOfTheAttestationService() throws Exception {
        assertThat(canonical("{\"b\":1,\"a\":\"test\",\"c\":{\"d\":\"e\"}}"))
                .isEqualTo("{\"a\":\"test\",\"b\":1,\"c\":{\"d\":\"e\"}}");
        assertThat(sha384(canonical("{\"b\":1,\"a\":\"test\",\"c\":{\"d\":\"e\"}}")))
                .isEqualTo(
                        "e71ce8e70d814ba6639c3612ebee0ff1f76f650f8dbb5e47157e0f3f525cd22c4597480a186427c813ca941da78870c3");
    }

    @Property
    void everyDoubleReadsBack(@ForAll long bits) throws JcsException {
        double value = Double.longBitsToDouble(bits);
        Assume.that(Double.isFinite(value));
        String text = EcmaNumber.format(value);
        assertThat(Double.parseDouble(text)).isEqualTo(value == 0 ? 0.0 : value);
        // Java 19 and later give the shortest form, but for its rule of two digits.
        int shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros().precision();
        assertThat(new BigDecimal(text).stripTrailingZeros().precision())
                .isLessThanOrEqualTo(shortest);
    }

    @Property
    void anyStringReadsBackOrIsRefused(@ForAll String text) throws JsonProcessingException {
        JsonNode node = JSON.createArrayNode().add(text);
        try {
            assertThat(JSON.readTree(Jcs.canonicalize(node))).isEqualTo(node);
        } catch (JcsException _) {
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isFalse();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String canonical(String json) throws JcsException, JsonProcessingException {
        return new String(Jcs.canonicalize(JSON.readTree(json)), StandardCharsets.UTF_8);
    }

    private static String sha384(String text) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-384", "SUN");
        return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
