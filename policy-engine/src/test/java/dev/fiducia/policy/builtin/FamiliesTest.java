package dev.fiducia.policy.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;

class FamiliesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plus | [\"a\", 1] | operand 1 must be number but got string",
                "minus | [[], 1] | operand 1 must be one of {number, set} but got array",
                "div | [1, 0] | divide by zero",
                "rem | [1, 0] | modulo by zero",
                "rem | [1.5, 1] | modulo on floating-point number",
                "sum | [[1, \"a\"]] | operand 1 must be array of numbers but got array containing string",
                "sort | [1] | operand 1 must be one of {set, array} but got number",
                "concat | [\",\", [1]] | operand 2 must be array of strings but got array containing number",
                "substring | [\"abc\", -1, 2] | negative offset",
                "indexof | [\"abc\", \"\"] | empty search character",
                "to_number | [\"1e999999\"] | value out of range",
                "to_number | [[]] | operand 1 must be one of {null, boolean, number, string} but got array",
                "base64.decode | [\"a\"] | illegal base64 data at input byte 0",
                "hex.decode | [\"abc\"] | encoding/hex: odd length hex string",
                "urlquery.decode | [\"%zz\"] | invalid URL escape \"%zz\"",
                "urlquery.decode_object | [\"a;b\"] | invalid semicolon separator in query",
                "json.unmarshal | [\"{\"] | Unexpected end-of-input",
                "json.patch | [{}, [{\"op\": \"no\", \"path\": \"a\"}]] | bad patch operation",
                "numbers.range_step | [1, 2, 0] | step must be a positive integer",
                "regex.match | [\"(\", \"a\"] | error parsing regexp: missing closing )",
                "regex.template_match | [\"a<b\", \"ab\", \"<\", \">\"] | unbalanced braces",
                "glob.match | [\"[a\", [], \"a\"] | unexpected end of input",
                "time.date | [[1, \"Nowhere/City\"]] | unknown time zone Nowhere/City",
                "time.date | [1e30] | timestamp too big",
                "net.cidr_contains | [\"10.0.0.0/33\", \"10.0.0.1\"] | invalid CIDR address: 10.0.0.0/33",
                "net.cidr_contains | [\"10.0.0.00/8\", \"10.0.0.1\"] | invalid CIDR address",
                "object.subset | [{}, []] | both arguments object.subset must be of the same type",
                "glob.match | [\"a\", [\"ab\"], \"a\"] | operand 2 must be array of runes but got array containing string",
                "net.cidr_contains | [\"10.0.0.0/8\", \"x\"] | not a valid textual representation of an IP address or CIDR: x",
                "time.diff | [1, \"x\"] | operand 1 must be either number",
                "urlquery.encode_object | [{\"a\": 1}] | operand 1 values must be string",
                "units.parse | [\"1x\"] | unit x not recognized",
            })
    void fails(String name, String arguments, String message) {
        assertThatThrownBy(() -> Calls.call(name, arguments))
                .isInstanceOf(BuiltinException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "abs | [-12345678901234567890123] | 12345678901234567890000",
                "round | [12345678901234567890123] | 12345678901234567890000",
                "div | [7, -1] | -7",
                "time.date | [[0, \"UTC\", \"\", 1]] | [1970,1,1]",
                "div | [1, 3] | 0.33333333333333333334",
                "plus | [0.1, 0.2] | 0.3",
                "minus | [0.3, 0.1] | 0.20000000000000000002",
                "div | [2, 3] | 0.6666666666666666667",
                "mul | [1.1, 1.1] | 1.21",
                "div | [1, 3e7] | 3.3333333333333333333e-08",
                "mul | [1e30, 1.5] | 1500000000000000000000000000000",
                "minus | [1e10, 0.0001] | 9.9999999999999e+09",
                "div | [10, 7] | 1.4285714285714285714",
                "mul | [123456789012345678901, 10] | 1234567890123456789010",
                "plus | [9223372036854775807, 1] | 9223372036854775808",
                "rem | [5, -3] | 2",
                "rem | [-5, 3] | -2",
                "round | [-2.5] | -3",
                "ceil | [-1.5] | -1",
                "abs | [-1.50] | 1.5",
                "bits.negate | [0] | -1",
                "bits.lsh | [1, 100] | 1267650600228229401496703205376",
                "max | [[1, \"a\", [0]]] | [0]",
                "max | [[]] | undefined",
                "array.slice | [[1, 2, 3], -5, 2] | [1,2]",
                "array.flatten | [[1, [2, [3]]]] | [1,2,[3]]",
                "object.union_n | [[{\"a\": {\"b\": 1}}, {\"a\": {\"c\": 2}}]] | {\"a\":{\"b\":1,\"c\":2}}",
                "object.get | [{\"a\": [{\"b\": 1}]}, [\"a\", 0, \"b\"], 9] | 1",
                "upper | [\"stra\u00dfe\"] | \"STRA\u00dfE\"",
                "indexof | [\"\ud83d\ude00b\", \"b\"] | 1",
                "indexof_n | [\"aaa\", \"aa\"] | [0,1]",
                "strings.reverse | [\"a\ud83d\ude00b\"] | \"b\ud83d\ude00a\"",
                "replace | [\"ab\", \"\", \"-\"] | \"-a-b-\"",
                "strings.replace_n | [{\"\": \"x\", \"a\": \"1\"}, \"ab\"] | \"x1xbx\"",
                "trim_space | [\" \\t\u3000a \"] | \"a\"",
                "to_number | [\"+01.50\"] | 1.5",
                "to_number | [\"1.50\"] | 1.50",
                "hex.encode | [\"\u00e9\"] | \"c3a9\"",
                "urlquery.encode | [\"a b/\u00e9~\"] | \"a+b%2F%C3%A9~\"",
                "crypto.sha256 | [\"\"] | \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"",
                "crypto.hmac.sha1 | [\"\", \"\"] | \"fbdb1d1b18aa6c08324b7d64b71fb76370690e1d\"",
                "json.marshal | [[1.50, \"<\"]] | \"[1.50,\\\"\\\\u003c\\\"]\"",
                "json.is_valid | [1] | false",
                "json.patch | [[1, 2], [{\"op\": \"add\", \"path\": \"/-\", \"value\": 3}]] | [1,2,3]",
                "json.patch | [[1, 2], [{\"op\": \"remove\", \"path\": \"/2\"}]] | undefined",
                "regex.replace | [\"-ab-axb-\", \"a(x*)b\", \"${1}W\"] | \"-W-xW-\"",
                "regex.replace | [\"-ab-axxb-\", \"a(x*)b\", \"$1W\"] | \"---\"",
                "regex.replace | [\"abc\", \"x*\", \"-\"] | \"-a-b-c-\"",
                "regex.find_n | [\"a*\", \"baaac\", -1] | [\"\",\"aaa\",\"\"]",
                "regex.split | [\"a*\", \"baaac\"] | [\"b\",\"c\"]",
                "regex.globs_match | [\"a.*\", \".*b\"] | true",
                "regex.globs_match | [\"[a-c]+\", \"[d-f]*\"] | false",
                "glob.match | [\"{cat,b[!b]t}*\", null, \"bat.x\"] | true",
                "glob.match | [\"a.*.c\", [\".\"], \"a.b.x.c\"] | false",
                "glob.match | [\"a.**.c\", [\".\"], \"a.b.x.c\"] | true",
                "glob.quote_meta | [\"*[a]{b}?\\\\\"] | \"\\\\*\\\\[a\\\\]\\\\{b\\\\}\\\\?\\\\\\\\\"",
                "semver.compare | [\"1.0.0-rc.2\", \"1.0.0-rc.10\"] | -1",
                "semver.compare | [\"1.0.0+a\", \"1.0.0+b\"] | 0",
                "units.parse_bytes | [\"1.5KiB\"] | 1536",
                "net.cidr_contains | [\"10.0.0.0/8\", \"::ffff:10.1.2.3\"] | true",
                "net.cidr_merge | [[\"10.0.0.0/9\", \"10.128.0.0/9\", \"::1/128\"]] | [\"10.0.0.0/8\",\"::1/128\"]",
                "graph.reachable_paths | [{\"a\": [\"b\", \"c\"], \"b\": [\"a\"]}, [\"a\"]] | [[\"a\"],[\"a\",\"b\"]]",
                "walk | [{\"a\": [1]}] | [[[],{\"a\":[1]}],[[\"a\"],[1]],[[\"a\",0],1]]",
                "time.now_ns | [] | 1767323045000000006",
                "uuid.parse | [\"00000000-0000-4000-8000-00000000000g\"] | undefined",
            })
    void gives(String name, String arguments, String result) throws BuiltinException {
        assertThat(Calls.call(name, arguments)).isEqualTo(result);
    }

    @Test
    void drawsOncePerKeyAndEvaluation() throws BuiltinException {
        var context = Calls.context();
        var key = Calls.parse("[\"k\"]").get(0);
        assertThat(Calls.call(context, "uuid.rfc4122", key))
                .isEqualTo(Calls.call(context, "uuid.rfc4122", key))
                .matches("\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"");
    }

    @Test
    void hasOnlyWhatTheHostHas() {
        var trustee = Builtins.of(BuiltinSet.TRUSTEE, Set.of());
        assertThat(trustee.names())
                .contains("regex.match", "base64.decode", "time.now_ns", "sprintf")
                .doesNotContain("crypto.sha256", "glob.match", "semver.compare", "base64url.encode")
                .doesNotContain("opa.runtime", "uuid.rfc4122", "rand.intn");
        assertThat(Builtins.of(BuiltinSet.KATA, Set.of()).names())
                .contains("base64url.encode")
                .doesNotContain("time.now_ns");
        assertThat(Builtins.of(BuiltinSet.OPA, Set.of()).names())
                .doesNotContain("opa.runtime", "uuid.rfc4122", "rand.intn", "http.send");
    }
}
