package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// Compiling says where the engines of the hosts would decide differently, and only there.
class ProfileDifferencesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "x if not startswith(input.y, 'a') ~ profile_negation ~ 2:6",
                "x if not input.y > 1 ~ profile_negation ~ 2:6",
                "x if not lower(input.y) == 'a' ~ profile_negation ~ 2:6",
                "f(y) if y\\nx if not f(f(input.y)) ~ profile_negation ~ 3:6",
                "x if { some y in [1]; not input.z[lower(input.q)] } ~ profile_negation ~ 2:23",
                "x := time.now_ns() ~ profile_builtin ~ 2:6",
                "x := base64url.decode('YQ') ~ profile_builtin ~ 2:6",
                "x := crypto.sha256('a') ~ profile_builtin ~ 2:6",
                "x := to_number(input.y) ~ profile_builtin_error ~ 2:6",
                "x := 1 / input.y ~ profile_builtin_error ~ 2:6",
                "x if every y in input.l { json.unmarshal(y).z } ~ profile_builtin_error ~ 2:27",
            })
    void areReportedInEveryProfile(String text, String code, String place) {
        for (Profile profile : Profile.values()) {
            CompileResult result = compile(profile, text);
            if (result.policy().isEmpty()) {
                assertThat(code.strip()).isEqualTo("profile_builtin");
                continue;
            }
            assertThat(differences(profile, text))
                    .as(profile + " " + text)
                    .singleElement()
                    .satisfies(d -> {
                        assertThat(d.severity()).isEqualTo(Severity.WARNING);
                        assertThat(d.code()).isEqualTo(code.strip());
                        assertThat(d.at().line() + ":" + d.at().column()).isEqualTo(place.strip());
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x if not input.y",
                "x if not input.y == 1",
                "x if { y := input.z; not startswith(y, 'a') }",
                "default y := 'a'\\nx if not startswith(y, 'a')",
                "y := {'a'}\\nx if not count(y) == 1",
                "x := to_number('1')",
                "x := input.y / 2",
                "x := startswith(input.y, 'a')",
                "x if not count([y | y := input.l[_]]) > 1",
            })
    void areNotInventedWhereTheHostsAgree(String text) {
        assertThat(differences(Profile.OPA, text)).isEmpty();
        assertThat(compile(Profile.TRUSTEE, text).diagnostics()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"OPA, 0", "TRUSTEE, 2", "KATA, 1"})
    void areAmongTheDiagnosticsWhereTheyConcernTheProfile(Profile profile, int count) {
        assertThat(
                        compile(profile, "x if not startswith(input.y, 'a')\\ny := 1 / input.z")
                                .diagnostics())
                .hasSize(count);
    }

    @ParameterizedTest
    @CsvSource({"OPA", "TRUSTEE", "KATA"})
    void includeTextThatOnlyVersion0Allows(Profile profile) {
        for (String text : List.of("x { true }", "x[y] { y := 1 }")) {
            CompileResult result =
                    RegoCompiler.builder()
                            .profile(profile)
                            .build()
                            .compile(
                                    List.of(
                                            new PolicySource(
                                                    "p.rego",
                                                    "package p\n" + text,
                                                    RegoVersion.V0)));
            assertThat(result.differences())
                    .singleElement()
                    .satisfies(d -> {
                        assertThat(d.code()).isEqualTo("profile_dialect");
                        assertThat(d.at().line()).isEqualTo(2);
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void includeTextThatOnlyVersion1Allows(Profile profile) {
        CompileResult result = compile(profile, "y := 1\\nx if y == 1");
        assertThat(result.differences())
                .singleElement()
                .hasToString(
                        "p.rego:3:1: profile_dialect_v0: engines that are told to read version 0 of"
                                + " Rego, as Gatekeeper's is, refuse this: var cannot be used for"
                                + " rule name (hint: `import rego.v1` for `if`)");
        assertThat(result.diagnostics()).isEmpty();
        assertThat(compile(profile, "import rego.v1\\nx if 1 == 1").differences()).isEmpty();
        assertThat(compile(profile, "x := 1").differences()).isEmpty();
    }

    /// OPA refuses what the others run: none decides as the other does.
    @ParameterizedTest
    @EnumSource(Profile.class)
    void includeTypesThatOnlyOpaLooksAt(Profile profile) {
        CompileResult result = compile(profile, "x := 1 + 'a'");
        assertThat(result.policy().isPresent()).isEqualTo(profile != Profile.OPA);
        assertThat(result.differences())
                .singleElement()
                .satisfies(d -> {
                    assertThat(d.code()).isEqualTo("profile_type");
                    assertThat(d.severity()).isEqualTo(Severity.WARNING);
                    assertThat(d.message()).startsWith("OPA refuses this, the engine");
                    assertThat(d.at().column()).isEqualTo(6);
                });
        assertThat(result.diagnostics()).hasSize(1);
    }

    private static List<Diagnostic> differences(Profile profile, String text) {
        return compile(profile, text).differences().stream()
                .filter(d -> !d.code().equals("profile_dialect_v0"))
                .toList();
    }

    private static CompileResult compile(Profile profile, String text) {
        String policy = "package p\n" + text.strip().replace("\\n", "\n").replace('\'', '"');
        return RegoCompiler.builder()
                .profile(profile)
                .build()
                .compile(List.of(PolicySource.of("p.rego", policy)));
    }
}
