package dev.fiducia.policy.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Corners where OPA's functions do what one would not guess.
class ParityTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "units.parse | [\"10gbx\"] | units.parse: unit gbx not recognized",
                "units.parse | [\"1e1234567\"] | units.parse: exponent too large",
                "units.parse | [\"1e+\"] | units.parse: could not parse amount to a number",
                "units.parse | [\"..x\"] | unit x not recognized",
                "units.parse | [\"1\u212a\"] | not recognized",
                "units.parse_bytes | [\"b\"] | units.parse_bytes: no byte amount provided",
                "units.parse_bytes | [\"1b\"] | units.parse_bytes: byte unit b not recognized",
                "semver.compare | [\"1.0\", \"1.0.0\"] | operand 1: string \"1.0\" is not a valid SemVer",
                "graph.reachable | [{}, 1] | operand 2 must be {array, set} but got number",
                "graph.reachable_paths | [{}, {}] | operand 2 must be {array, set} but got object",
                "substring | [\"abc\", 0, 1e30] | operand 3 must be integer number but got floating-point number",
                "substring | [\"abc\", 1.0, 1] | operand 2 must be integer number",
                "array.slice | [[1], 0, 9223372036854775808] | operand 3 must be integer number",
                "time.add_date | [0, 1e30, 0, 0] | operand 2 must be integer number",
                "regex.find_n | [\"a\", \"a\", 1e30] | operand 3 must be integer number",
                "to_number | [\"1e400\"] | value out of range",
            })
    void fails(String name, String arguments, String message) {
        assertThatThrownBy(() -> Calls.call(name, arguments))
                .isInstanceOf(BuiltinException.class)
                .matches(e -> ((BuiltinException) e).kind() != BuiltinException.Kind.LIMIT)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "json.patch | [{\"a\": 1}, [{\"op\": \"remove\", \"path\": \"\"}]] | undefined",
                "json.patch | [1, [{\"op\": \"remove\", \"path\": \"\"}, {\"op\": \"add\", \"path\": \"\", \"value\": 2}]] | 2",
                "json.patch | [1, [{\"op\": \"remove\", \"path\": []}, {\"op\": \"remove\", \"path\": []}]] | undefined",
                "json.patch | [1, [{\"op\": \"remove\", \"path\": \"\"}, {\"op\": \"replace\", \"path\": \"\", \"value\": 2}]] | undefined",
                "json.patch | [1, [{\"op\": \"remove\", \"path\": \"\"}, {\"op\": \"add\", \"path\": \"a\", \"value\": 2}]] | undefined",
                "json.patch | [[1, 2], [{\"op\": \"remove\", \"path\": \"+1\"}]] | [1]",
                "json.patch | [[1, 2], [{\"op\": \"remove\", \"path\": \"+01\"}]] | [1]",
                "json.patch | [[1, 2], [{\"op\": \"remove\", \"path\": \"-0\"}]] | [2]",
                "json.patch | [[1, 2], [{\"op\": \"remove\", \"path\": \"01\"}]] | undefined",
                "json.patch | [[1, 2], [{\"op\": \"remove\", \"path\": \"-1\"}]] | undefined",
                "json.patch | [[1, 2], [{\"op\": \"remove\", \"path\": \"-\"}]] | undefined",
                "json.patch | [[1, 2], [{\"op\": \"add\", \"path\": \"+2\", \"value\": 3}]] | [1,2,3]",
                "net.cidr_merge | [[\"10.0.0.0/8\", \"2001:db8::/32\", \"11.0.0.0/8\"]] | [\"10.0.0.0/7\",\"2001:db8::/32\"]",
                "net.cidr_merge | [[\"10.0.0.0/8\", \"::/0\"]] | [\"::/0\"]",
                "net.cidr_merge | [[\"::/64\", \"10.0.0.0/8\", \"11.0.0.0/8\"]] | [\"::/64\"]",
                "net.cidr_merge | [[\"255.0.0.0/8\", \"::1:0:0:0/80\"]] | [\"255.0.0.0/8\",\"::1:0:0:0/80\"]",
                "units.parse | [\"1.5m\"] | 0.0015000000",
                "units.parse | [\"1000m\"] | 1.0000000000",
                "units.parse | [\"1.123456789012345\"] | 1.1234567890",
                "units.parse | [\"0.00000000005\"] | 0.0000000001",
                "units.parse | [\"-2.5k\"] | -2500",
                "units.parse | [\"1e3Ki\"] | 1024000",
                "units.parse_bytes | [\"-1.5kb\"] | -1500",
                "units.parse_bytes | [\"0.0009kb\"] | 0",
                "units.parse_bytes | [\"123456789012345678901\"] | 123456789012345678904",
                "semver.is_valid | [\"v1.2.3\"] | true",
                "semver.is_valid | [\"vv1.2.3\"] | false",
                "semver.is_valid | [\"01.2.3\"] | true",
                "semver.is_valid | [\"1.0.0-01\"] | true",
                "semver.is_valid | [\"1.0.0-\"] | true",
                "semver.is_valid | [\"1.0.0+\"] | true",
                "semver.is_valid | [\"1.0.0-a..b\"] | false",
                "semver.is_valid | [\"9223372036854775808.0.0\"] | false",
                "semver.is_valid | [\"1.0.0\\n\"] | false",
                "semver.is_valid | [1] | false",
                "semver.compare | [\"v1.0.0\", \"01.0.0\"] | 0",
                "semver.compare | [\"1.0.0-1\", \"1.0.0-a\"] | -1",
                "semver.compare | [\"1.0.0-a.1\", \"1.0.0-a\"] | 1",
                "semver.compare | [\"1.0.0\", \"1.0.0-a\"] | 1",
                "product | [[0.1, 3]] | 0.30000000000000004",
                "product | [[1.1, 1.1]] | 1.2100000000000002",
                "product | [[0.5, 0]] | 0",
                "product | [[12345678901234567890, 10]] | 123456789012345678900",
                "sum | [[0.1, 0.2]] | 0.3",
                "sum | [[1180591620717411303425, -1180591620717411303424, 0.5]] | 0.5",
                "sum | [[1180591620717411303425, 1]] | 1180591620717411303426",
                "format_int | [-255.9, 16] | \"-ff\"",
                "graph.reachable_paths | [{\"a\": [\"a\", \"b\"], \"b\": []}, [\"a\"]] | [[\"a\",\"a\"],[\"a\",\"a\",\"b\"],[\"a\",\"b\"]]",
                "graph.reachable_paths | [{\"a\": []}, [\"a\", \"x\"]] | [[\"a\"]]",
                "json.filter | [{\"a\": 1, \"\": 2}, [\"//a\"]] | {\"a\":1}",
                "json.remove | [{\"a\": 1, \"\": 2}, [\"/\"]] | {\"a\":1}",
                "net.cidr_merge | [[\"10.1.2.3\"]] | [\"10.1.2.3/8\"]",
                "net.cidr_merge | [[\"10.1.2.3\", \"10.1.2.3\"]] | [\"10.0.0.0/8\"]",
                "net.cidr_merge | [[\"224.1.2.3\"]] | [\"224.1.2.3/24\"]",
                "net.cidr_merge | [[\"10.1.2.3/8\"]] | [\"10.0.0.0/8\"]",
                // Half past two that day: left out in New York and Berlin, or there twice.
                "time.add_date | [[1772868600000000000, \"America/New_York\"], 0, 0, 1] | 1772951400000000000",
                "time.add_date | [[1774661400000000000, \"Europe/Berlin\"], 0, 0, 1] | 1774747800000000000",
                "time.add_date | [[1792801800000000000, \"Europe/Berlin\"], 0, 0, 1] | 1792891800000000000",
                "time.add_date | [[1793424600000000000, \"America/New_York\"], 0, 0, 1] | 1793511000000000000",
            })
    void gives(String name, String arguments, String result) throws BuiltinException {
        assertThat(Calls.call(name, arguments)).isEqualTo(result);
    }
}
