package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Collectors;

/// What is declared and used nowhere: refused in strict mode, told otherwise.
class UnusedTest {
    private static final String ARGUMENT = " (hint: use _ (wildcard variable) instead)";

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "import data.a ~ 2:1 import data.a unused",
                "import input.a.b as c ~ 2:1 import input.a.b as c unused",
                "import data.a[\"b-c\"].d ~ 2:1 import data.a[\"b-c\"].d unused",
                "import input ~ 2:1 import input unused",
                "import data.a\\nx if { some a in [1]; a == 1 } ~ 2:1 import data.a unused",
                "import data.a\\nf(a) := a ~ 2:1 import data.a unused",
                "import data.a\\nx := data.a ~ 2:1 import data.a unused",
                "x if { y := 1 } ~ 2:8 assigned var y unused",
                "x if { _y := 1 } ~ 2:8 assigned var _y unused",
                "x if { [y, z] := [1, 2]; y == 1 } ~ 2:12 assigned var z unused",
                "x if { {\"k\": y} := {\"k\": 1} } ~ 2:14 assigned var y unused",
                "x := [1 | y := 1] ~ 2:11 assigned var y unused",
                "x := {1: [2 | y := 1]} ~ 2:15 assigned var y unused",
                "x if { every v in [1] { y := v } } ~ 2:25 assigned var y unused",
                "x if { y := 1; z := [y | y := 2]; z } ~ 2:8 assigned var y unused",
                "f(a) := 1 ~ 2:3 unused argument a.",
                "f([a, b]) := a ~ 2:7 unused argument b.",
                "f({\"k\": a}, _) := 1 ~ 2:9 unused argument a.",
                "f(a, b) := 1 if { a > 1 } else := 2 ~ 2:6 unused argument b.",
                "f(a) := [b | some b in [1]] ~ 2:3 unused argument a.",
                "default f(a) := 1\\nf(a) := 2 if a ~ 2:11 unused argument a.",
            })
    void refusesWhatIsNotUsed(String text, String finding) {
        String expected = finding.strip() + (finding.contains("argument") ? ARGUMENT : "");
        String module = "package p\n" + text.strip().replace("\\n", "\n");
        for (RegoVersion version : RegoVersion.values()) {
            String own = version == RegoVersion.V0 ? v0(module) : module;
            CompileResult strict = compile(own, version, Profile.OPA, true);
            assertThat(texts(strict.errors(), own)).containsExactly(expected);
            assertThat(strict.errors()).allMatch(d -> d.code().equals("rego_compile_error"));
            assertThat(strict.policy()).isEmpty();
            for (Profile profile : Profile.values()) {
                CompileResult plain = compile(own, version, profile, false);
                List<Diagnostic> unused =
                        plain.diagnostics().stream()
                                .filter(d -> d.code().equals("rego_unused"))
                                .toList();
                assertThat(texts(unused, own)).containsExactly(expected);
                assertThat(plain.policy()).isPresent();
            }
        }
    }

    /// In the line of the package, so that places stay.
    private static String v0(String module) {
        return module.replace("package p\n", "package p; import future.keywords\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import data.a\nx := a",
                "import data.a\nx := a.b(1)\n",
                "import data.a as b\nx if { every y in b { y } }",
                "import data.a\nx if { input with input as a }",
                "import data.a\nx if { data.a with a as 1 }",
                "import data.a\nx contains y if { y := [z | some z in a[_]] }",
                "import data.a\ndefault x := 1\nx := 2 if { true } else := a",
                "import future.keywords.in\nx := 1",
                "x := y if { y := 1 }",
                "x[y] := z if { y := 1; z := 2 }",
                "x contains y if y := 1",
                "x if { y := 1; print(y) }",
                "x if { y := 1; count([1 | input == y]) > 0 }",
                "x if { y := 1; input with input.a as y }",
                "x if { y := 1; $\"{y}\" == \"1\" }",
                "x if { [_, y] := [1, 2]; y == 2 }",
                "x := [y | y := 1]",
                "f(_) := 1",
                "f(a) := a",
                "f(a, a) := 1",
                "f(a) := 1 if { false } else := a",
                "f([a, _]) := {\"k\": [a]}",
                "f(a) if { some b in [1]; a == b }",
                "x if { some b in [1] }",
                "x if { some i, b in [1]; i == 1 }",
                "x if { some y; input[y] == 1 }",
            })
    void acceptsWhatIsUsed(String text) {
        String module = "package p\n" + text;
        String all = text.contains("a.b(1)") ? "package a\nb(x) := x" : "package a\nc := 1";
        CompileResult result =
                RegoCompiler.builder()
                        .strictMode(true)
                        .build()
                        .compile(
                                List.of(
                                        PolicySource.of("p.rego", module),
                                        PolicySource.of("a.rego", all)));
        assertThat(result.diagnostics()).isEmpty();
        assertThat(result.policy()).isPresent();
    }

    /// OPA refuses these in every mode; other engines do not look.
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "x if { every v in [1] { true } } ~ 2:14 declared var v unused",
                "x if { every k, v in [1] { v } } ~ 2:14 declared var k unused",
            })
    void refusesVariablesOfEveryThatAreNotUsed(String text, String finding) {
        String module = "package p\n" + text.strip();
        CompileResult opa = compile(module, RegoVersion.V1, Profile.OPA, false);
        assertThat(texts(opa.errors(), module)).containsExactly(finding.strip());
        CompileResult kata = compile(module, RegoVersion.V1, Profile.KATA, false);
        assertThat(kata.errors()).isEmpty();
        assertThat(texts(kata.diagnostics(), module)).containsExactly(finding.strip());
        assertThat(
                        compile(
                                        module.replace("v in", "_ in")
                                                .replace("{ v }", "{ k == 0 }"),
                                        RegoVersion.V1,
                                        Profile.OPA,
                                        true)
                                .errors())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "import data.a\\nimport data.b.a\\nx = a ~ import must not shadow import data.a",
                "input = 1 ~ rules must not shadow input",
                "x { input := 1; input == 1 } ~ variables must not shadow input",
                "f(data) = data ~ args must not shadow data",
                "x { any([true]) } ~ deprecated built-in function calls in expression: any",
            })
    void holdsVersionZeroToVersionOne(String text, String message) {
        String module = "package p\n" + text.strip().replace("\\n", "\n");
        CompileResult strict = compile(module, RegoVersion.V0, Profile.OPA, true);
        assertThat(strict.errors()).anyMatch(d -> d.message().contains(message.strip()));
        assertThat(compile(module, RegoVersion.V0, Profile.OPA, false).errors()).isEmpty();
    }

    @Test
    void saysNothingOfQueries() {
        PrepareResult query =
                compile("package p\nx := 1", RegoVersion.V1, Profile.OPA, true)
                        .policy()
                        .orElseThrow()
                        .prepareQuery("y := 1");
        assertThat(query.diagnostics()).isEmpty();
    }

    @Test
    void saysSoManyAtMost() {
        String module =
                "package p\n" + "x if { y := 1 }\n".repeat(500) + "z if { every v in [] { true } }";
        CompileResult result = compile(module, RegoVersion.V1, Profile.KATA, false);
        assertThat(result.diagnostics()).hasSize(100);
        assertThat(result.policy()).isPresent();
    }

    private static CompileResult compile(
            String text, RegoVersion version, Profile profile, boolean strict) {
        return RegoCompiler.builder()
                .profile(profile)
                .strictMode(strict)
                .build()
                .compile(List.of(new PolicySource("p.rego", text, version)));
    }

    private static List<String> texts(List<Diagnostic> found, String module) {
        assertThat(found).allMatch(d -> d.at().line() <= module.lines().count());
        return found.stream()
                .map(d -> d.at().line() + ":" + d.at().column() + " " + d.message())
                .collect(Collectors.toList());
    }
}
