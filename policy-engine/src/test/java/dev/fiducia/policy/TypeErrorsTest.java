package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

    /// OPA looks at references and comprehensions there, and at nothing else.
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "a := {'b': 1}\\nx if every v in [1] { a.c == v } ~ 3:23 ~ undefined ref: data.p.a.c",
                "x if every v in [1] { v == [y | y := 1 + 'a'][0] } ~ 2:38 ~ plus: invalid argument(s)",
                "a := 1\\nx if every v in [1] { every w in [2] { a.b == v; w } } ~ 3:40 ~ undefined ref: data.p.a.b",
                "import future.keywords.not\\na := 1\\nx if not { a.b } ~ 4:12 ~ undefined ref: data.p.a.b",
                "x if every v in upper(1) { v } ~ 2:17 ~ upper: invalid argument(s)",
            })
    void refusesReferencesInBodiesOfEveryAndNot(String text, String place, String message) {
        List<Diagnostic> errors = Policies.errors(policy(text));
        assertThat(errors)
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo("rego_type_error");
                    assertThat(e.message()).startsWith(message.strip());
                    assertThat(e.at().line() + ":" + e.at().column()).isEqualTo(place.strip());
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "x if every v in [1] { startswith(v, 'a') } ~ 2:23 ~ startswith: invalid argument(s)",
                "x if every k, v in {'a': 1} { k + v == 2 } ~ 2:31 ~ plus: invalid argument(s)",
                "x if every v in [1] { y := 'a'; y = 2; v } ~ 2:33 ~ match error",
                "x if every v in [1] { every w in ['a'] { v + w == 1 } } ~ 2:42 ~ plus: invalid argument(s)",
                "import future.keywords.not\\nx if not { y := 'a'; y + 1 == 2 } ~ 3:22 ~ plus: invalid argument(s)",
            })
    void warnsOfWhatNoEngineLooksAt(String text, String place, String message) {
        for (Profile profile : Profile.values()) {
            CompileResult result =
                    RegoCompiler.builder()
                            .profile(profile)
                            .build()
                            .compile(List.of(PolicySource.of("p.rego", policy(text))));
            assertThat(result.policy()).isPresent();
            assertThat(result.diagnostics())
                    .singleElement()
                    .satisfies(d -> {
                        assertThat(d.severity()).isEqualTo(Severity.WARNING);
                        assertThat(d.code()).isEqualTo("rego_type_error");
                        assertThat(d.message()).startsWith(message.strip());
                        assertThat(d.at().line() + ":" + d.at().column()).isEqualTo(place.strip());
                    });
        }
    }

    /// Each level of nesting must not double the work of the one above it.
    @Test
    @Timeout(30)
    void looksAtNestedBodiesOnce() {
        String open = "every v in [w | some w in [1]; ";
        String text = "x if " + open.repeat(40) + "true" + "] { v == v }".repeat(40) + "\n";
        String nested =
                "y if " + "every v in [1] { v == v; ".repeat(40) + "true" + " }".repeat(40) + "\n";
        assertThat(Policies.errors("package p\n" + text + nested)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "1 + 'a' ~ 1:1 ~ plus: invalid argument(s)",
                "x := data.p.a; x = 'b' ~ 1:16 ~ match error",
                "data.p.f('a') ~ 1:1 ~ data.p.f: invalid argument(s)",
                "data.p.a.b ~ 1:1 ~ undefined ref: data.p.a.b",
            })
    void refusesQueries(String query, String place, String message) {
        String text = "package p\na := 1\nf(x) := x + 1";
        String asked = query.strip().replace('\'', '"');
        PrepareResult refused = Policies.compile(text).prepareQuery(asked);
        assertThat(refused.query()).isEmpty();
        assertThat(refused.diagnostics())
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo("rego_type_error");
                    assertThat(e.message()).startsWith(message.strip());
                    assertThat(e.at().line() + ":" + e.at().column()).isEqualTo(place.strip());
                });
        PrepareResult warned = Policies.compile(Profile.TRUSTEE, text).prepareQuery(asked);
        assertThat(warned.query()).isPresent();
        assertThat(warned.diagnostics()).singleElement().returns("profile_type", Diagnostic::code);
        assertThat(Policies.compile(text).prepareQuery("x := data.p.f(1) + data.p.a").diagnostics())
                .isEmpty();
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
