package dev.fiducia.policy.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegoYamlTest {
    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 32, 4096);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: 1\na: 2",
                "[1, 2",
                "a: *nowhere",
                "{[1]: 2}",
                "~: 1",
                "a: .inf",
                "!!int x",
                "a: 1\n---\nb: 2",
                "<<: 1",
                "%YAML 3.0\n--- a",
                "\u0001"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> RegoYaml.parse(text, LIMITS))
                .isInstanceOf(RegoJsonException.class)
                .hasMessageStartingWith("yaml: ");
    }

    @Test
    void refusesTextsBeyondTheLimits() {
        assertThatThrownBy(() -> RegoYaml.parse("[".repeat(40) + "]".repeat(40), LIMITS))
                .hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> RegoYaml.parse("x".repeat(2 << 20), LIMITS))
                .hasMessageContaining("longer");
    }

    @Test
    void refusesAliasesThatMultiply() {
        var laughs = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 9; i++) {
            String one = "*a" + (i - 1);
            laughs.append("a%d: &a%d [".formatted(i, i))
                    .append((one + ",").repeat(9))
                    .append(one)
                    .append("]\n");
        }
        assertThatThrownBy(() -> RegoYaml.parse(laughs.toString(), LIMITS))
                .hasMessageContaining("excessive aliasing");
    }

    @Test
    void refusesAliasesThatDeepen() {
        var ladder = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            ladder.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
        }
        assertThatThrownBy(() -> RegoYaml.parse(ladder.toString(), LIMITS))
                .hasMessageContaining("nested deeper");
    }

    @Test
    void namesTheLineOfAnError() {
        assertThatThrownBy(() -> RegoYaml.parseLenient("[1,2,3", LIMITS))
                .hasMessage("yaml: line 1: did not find expected ',' or ']'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    yes        | true
                    Off        | false
                    y          | true
                    ~          | null
                    "yes"      | "yes"
                    'no'       | "no"
                    12         | 12
                    -0x1F      | -31
                    017        | 15
                    0o17       | 15
                    0b101      | 5
                    08         | 8
                    1_000      | 1000
                    1.50       | 1.5
                    1e3        | 1000
                    .5         | 0.5
                    1e999      | "1e999"
                    1:30       | "1:30"
                    2001-12-14 | "2001-12-14"
                    !!str 12   | "12"
                    !!float 12 | 12
                    !mine 12   | "12"
                    !!binary aGk= | "hi"
                    {1: a, true: b, 1.5: c} | {"1":"a","1.5":"c","true":"b"}
                    {a: &x {b: 1}, c: {<<: *x, d: 2}} | {"a":{"b":1},"c":{"b":1,"d":2}}
                    18446744073709551616 | 18446744073709551616
                    """)
    void resolvesAsKubernetesDoes(String text, String json) throws RegoJsonException {
        assertThat(RegoYaml.parse(text, LIMITS).toJson()).isEqualTo(json);
    }

    @Test
    void readsSeveralDocuments() throws RegoJsonException {
        assertThat(RegoYaml.parseAll("a: 1\n---\n- b\n---\n", LIMITS))
                .hasToString("[{\"a\": 1}, [\"b\"], null]");
        assertThat(RegoYaml.parseAll("", LIMITS)).isEmpty();
        assertThat(RegoYaml.parse("", LIMITS)).isEqualTo(RegoNull.NULL);
    }

    @Test
    void unmarshalTakesTheFirstDocumentAndTheLastKey() throws RegoJsonException {
        assertThat(RegoYaml.parseLenient("a: 1\na: 2\n---\n[", LIMITS).toJson())
                .isEqualTo("{\"a\":2}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"b":[1,{"c":null}],"a":{}} ; a: {}~b:~- 1~- c: null~
                    ["yes","12","x: y","1:30",""] ; - "yes"~- "12"~- 'x: y'~- "1:30"~- ""~
                    {"a10":1,"a2":2}        ; a2: 2~a10: 1~
                    "two\\nlines\\n"        ; |~  two~  lines~
                    [1.50,1e3,1e21,0.00001] ; - 1.5~- 1000~- 1e+21~- 1e-05~
                    []                      ; []~
                    """)
    void writesAsGoDoes(String json, String yaml) throws RegoJsonException {
        assertThat(RegoYaml.write(RegoJson.parse(json))).isEqualTo(yaml.replace('~', '\n'));
    }

    @Property(tries = 2000)
    void anyTextGivesAValueOrARefusal(
            @ForAll
                    @Chars({
                        'a', '1', ':', '-', ' ', '\n', '[', ']', '{', '}', ',', '&', '*', '!', '|',
                        '>', '"', '\'', '%', '#', '?', '<', '~', '.', '\t', '\\', '@', '`'
                    })
                    @StringLength(max = 24)
                    String text) {
        try {
            assertThat(RegoYaml.parse(text, LIMITS)).isNotNull();
        } catch (RegoJsonException e) {
            assertThat(e).hasMessageStartingWith("yaml: ");
        }
    }

    @Property(tries = 500)
    void whatIsWrittenReadsBack(
            @ForAll
                    @Chars({'a', '0', '1', 'e', ':', '-', ' ', '\n', '#', '"', '\\', '.', 'é', '~'})
                    @StringLength(max = 12)
                    String text)
            throws RegoJsonException {
        var value = RegoObject.of(text, RegoArray.of(RegoString.of(text), RegoNull.NULL));
        assertThat(RegoYaml.parse(RegoYaml.write(value), LIMITS)).isEqualTo(value);
    }
}
