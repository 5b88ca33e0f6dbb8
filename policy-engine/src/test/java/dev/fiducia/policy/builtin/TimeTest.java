package dev.fiducia.policy.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.policy.value.RegoString;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2006-01-02 | 2020-02-30 | parsing time \"2020-02-30\": day out of range",
                "2006-01-02 | 2020-2-03 | parsing time \"2020-2-03\" as \"2006-01-02\": cannot parse \"2-03\" as \"01\"",
                "2006-01-02 | 2020-01-02x | parsing time \"2020-01-02x\": extra text: \"x\"",
                "2006 002 | 2019 366 | parsing time \"2019 366\": day-of-year out of range",
                "15:04 | 24:00 | parsing time \"24:00\": hour out of range",
                "2006-01-02 | bad | parsing time \"bad\" as \"2006-01-02\": cannot parse \"bad\" as \"2006\"",
                "RFC3339 | 2020-02-03T10:11:12+25:00 | time zone offset hour out of range",
                "04:05 | 5:06 | parsing time \"5:06\" as \"04:05\": cannot parse \"5:06\" as \"04\"",
                "2006 | 2300 | time outside of valid range",
            })
    void refuses(String layout, String text, String message) {
        assertThatThrownBy(() -> parse(layout, text)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2006-01-02 15:04:05 | 2020-02-03 10:11:12.345 | 1580724672345000000",
                "RFC3339 | 2020-02-03T10:11:12Z | 1580724672000000000",
                "Jan _2 2006 | Feb  3 2020 | 1580688000000000000",
                "2006-01-02 MST | 2020-02-03 GMT+3 | 1580688000000000000",
                "2006 002 | 2020 366 | 1609372800000000000",
                "2006-1-2 | 2020-01-02 | 1577923200000000000",
                "RFC3339 | 2020-02-03T10:11:12,5Z | 1580724672500000000",
                "2006-01-02 15:04:05 -0700 MST | 2020-01-02 15:04:05 +0100 CET | 1577973845000000000",
                "Monday 2006-01-02 | Friday 2020-01-01 | 1577836800000000000",
            })
    void parsesAsGoDoes(String layout, String text, String nanos) throws BuiltinException {
        assertThat(parse(layout, text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1233810057012345600] | 2009-02-05T05:00:57.0123456Z",
                "[[1233810057012345600, \"America/New_York\"]] | 2009-02-05T00:00:57.0123456-05:00",
                "[[1233810057012345600, \"America/New_York\", \"RFC850\"]] | Thursday, 05-Feb-09 00:00:57 EST",
                "[[1233810057012345600, \"UTC\", \"Jan _2 2006 __2 002 15 3:4:5pm .000 ,999\"]] | Feb  5 2009  36 036 05 5:0:57am .012 ,012",
                "[[1233810057012345600, \"\", \"Month Mond Janu _2006 20060102150405\"]] | Month Mond Janu _2009 20090205050057",
            })
    void formatsAsGoDoes(String arguments, String expected) throws BuiltinException {
        assertThat(Calls.call("time.format", arguments)).isEqualTo("\"" + expected + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "1h1m,3660000000000",
        "-1.5h,-5400000000000",
        ".5s,500000000",
        "0,0",
        "+5s,5000000000",
        "9223372036854775807ns,9223372036854775807"
    })
    void readsDurations(String text, long nanos) throws BuiltinException {
        assertThat(GoDuration.parse(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({"1d", "1h1", "''", "-", "9223372036854775808ns", "."})
    void refusesDurations(String text) {
        assertThatThrownBy(() -> GoDuration.parse(text)).hasMessageContaining("time: ");
    }

    @Property(tries = 1000)
    void givesOnlyTypedErrors(
            @ForAll
                    @Chars({
                        '0', '1', '2', '3', '6', '5', '-', ':', '.', 'Z', 'M', 'S', 'T', 'P', 'J',
                        'a', 'n', '_', ' '
                    })
                    @StringLength(max = 16)
                    String layout,
            @ForAll
                    @Chars({'0', '1', '9', '-', ':', '.', 'Z', 'A', 'M', ' ', '+'})
                    @StringLength(max = 16)
                    String text) {
        try {
            assertThat(parse(layout, text)).matches("-?[0-9]+");
            assertThat(GoDuration.parse(text)).isNotEqualTo(Long.MIN_VALUE);
        } catch (BuiltinException e) {
            assertThat(e.kind()).isEqualTo(BuiltinException.Kind.BUILTIN);
        }
    }

    private static String parse(String layout, String text) throws BuiltinException {
        return Calls.call(
                Calls.context(), "time.parse_ns", RegoString.of(layout), RegoString.of(text));
    }
}
