package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// What cannot be by its types is refused with OPA's text; what may be is not.
class TypeErrorsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "x := 1 + 'a' ~ 2:6 ~ plus: invalid argument(s)|have: (number, string, ???)|want: (x: number, y: number, z: number)",
                "x if { y := 'a'; startswith(y, 1) } ~ 2:18 ~ startswith: invalid argument(s)|have: (string, number)|want: (search: string, base: string, result: boolean)",
                "x if 1 = 'a' ~ 2:6 ~ match error|left  : number|right : string",
                "x if { [y] := [1]; y = ['a'] } ~ 2:20 ~ match error|left  : number|right : array<string>",
                "a := {'b': 1, 'c': 'q'}\\nx := a.d ~ 3:6 ~ undefined ref: data.p.a.d|data.p.a.d|         ^|         have: 'd'|         want (one of): ['b' 'c']",
                "a := {'b': 1}\\nx := a.b.c ~ 3:6 ~ undefined ref: data.p.a.b.c|data.p.a.b.c|^^^^^^^^^^|have: number",
                "x := y[i] if { y := [1]; i := 'a' } ~ 2:6 ~ undefined ref: y[i]|y[i]|  ^|  have (type): string|  want (type): number",
                "f(x) := x + 1\\ny := f('a') ~ 3:6 ~ data.p.f: invalid argument(s)|have: (string, ???)|want: (number, number)",
                "f(x) := x\\ny := f ~ 3:6 ~ function data.p.f used as reference, not called",
                "a contains 'b'\\nx if { some y in a; y + 1 == 2 } ~ 3:21 ~ plus: invalid argument(s)|have: (string, number, ???)|want: (x: number, y: number, z: number)",
                "x := upper([v | v := 1][0]) ~ 2:6 ~ upper: invalid argument(s)|have: (number, ???)|want: (x: string, y: string)",
            })
    void refuses(String text, String place, String message) {
        List<Diagnostic> errors = Policies.errors(policy(text));
        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst().code()).isEqualTo("rego_type_error");
        assertThat(errors.getFirst().message())
                .isEqualTo(message.strip().replace("|", "\n\t").replace('\'', '"'));
        assertThat(errors.getFirst().at().line() + ":" + errors.getFirst().at().column())
                .isEqualTo(place.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x := input.a + 1",
                "default a := 1\\na := 'b' if input.c\\nx := a + 1\\ny := upper(a)",
                "f(1) := 'a'\\nf('b') := 2\\nx := f(input.y)\\ny := f('b') + 1",
                "x := concat(',', ['a', input.x])",
                "x := data.q.r.s + 1",
                "x := {'a': 1}[input.k] + 1",
                "x if { some k, v in {'a': 1, 'b': 'c'}; v == 1 }",
                "x := [1, 'a'][input.i]",
                "x := [1, 2][1.0]",
                "a[b] := 1 if some b in input.l\\nx := a.any",
                "a.b[c] := 1 if some c in input.l\\na.d := 'e'\\nx := a.d",
                "x if { walk(input, [path, value]); count(path) > 1; value == 1 }",
                "x := object.get(input, 'a', 1) + 1",
                "x := {1} - {2}",
                "x := 5 with input as 'a' if true",
                "x if { print(1, 'a'); true }",
            })
    void accepts(String text) {
        assertThat(
                        Policies.errors(policy(text)).stream()
                                .filter(error -> error.code().equals("rego_type_error")))
                .isEmpty();
    }

    @Test
    void warnsWhereTheHostChecksNoTypes() {
        for (Profile profile : List.of(Profile.TRUSTEE, Profile.KATA)) {
            CompileResult result =
                    RegoCompiler.builder()
                            .profile(profile)
                            .build()
                            .compile(
                                    List.of(
                                            PolicySource.of(
                                                    "p.rego", "package p\nx := 1 + \"a\"")));
            assertThat(result.policy()).isPresent();
            assertThat(result.diagnostics())
                    .singleElement()
                    .satisfies(d -> {
                        assertThat(d.severity()).isEqualTo(Severity.WARNING);
                        assertThat(d.code()).isEqualTo("profile_type");
                    });
        }
    }

    /// Types that hold each other many times must neither grow nor be compared without end.
    @Test
    void boundsTheTypesOfHostilePolicies() {
        StringBuilder text = new StringBuilder("package p\nx0 := [1, \"a\"]\n");
        for (int i = 0; i < 300; i++) {
            text.append(
                    "x%d := [x%d, x%d, {\"a\": x%d, \"b\": {x%d}}]\n".formatted(i + 1, i, i, i, i));
        }
        assertThat(Policies.errors(text.append("y := x300 == x299").toString())).isEmpty();
        String nested = "[y | y := ".repeat(40) + "1" + "]".repeat(40);
        assertThat(Policies.errors("package p\nx := " + nested)).isEmpty();
    }

    private static String policy(String text) {
        return "package p\n" + text.strip().replace("\\n", "\n").replace('\'', '"');
    }
}
