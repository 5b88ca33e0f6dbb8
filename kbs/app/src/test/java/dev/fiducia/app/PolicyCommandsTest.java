package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class PolicyCommandsTest {
    private static final String POLICY =
            """
            package p

            default allow := false

            allow if input.user == "alice"

            number := 5

            never if input.missing
            """;

    @TempDir private Path folder;

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Terminal.Run policy(String command, Object... arguments) {
        List<String> line = new ArrayList<>(List.of("policy", command));
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        return Terminal.run(line.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "eval", "test", "bench", "fmt-digest"})
    void withoutFilesTheUsageIsWrong(String command) {
        assertThat(policy(command).exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "test", "fmt-digest"})
    void missingFilesAndEmptyFoldersFail(String command) throws Exception {
        Terminal.Run missing = policy(command, folder.resolve("none.rego"));
        assertThat(missing.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(missing.errors()).contains("there is no file");
        Terminal.Run empty = policy(command, folder);
        assertThat(empty.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(empty.errors()).contains("there are no .rego files");
    }

    @Test
    void checkPutsACaretUnderThePlace() throws Exception {
        Path bad = file("bad.rego", "package p\n\nallow if {\n\tx := undefined_function(1)\n}\n");
        Terminal.Run run = policy("check", bad);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.output())
                .contains(bad + ":4:7: error: rego_type_error: ")
                .contains("  \tx := undefined_function(1)\n  \t     ^\n")
                .contains("refused: 1 files, 1 errors");
    }

    @Test
    void checkShowsSeveralErrorsAsJson() throws Exception {
        Path bad = file("bad.rego", "package p\na if nope(1)\nb if nope(2)\n");
        Terminal.Run run = policy("check", bad, "--output", "json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        JsonNode all = new ObjectMapper().readTree(run.output());
        assertThat(all).hasSize(2);
        assertThat(all.get(1).path("at").path("line").asInt()).isEqualTo(3);
        assertThat(all.get(1).path("severity").asText()).isEqualTo("error");
    }

    @Test
    void checkRefusesWhatNothingUsesWhereToldTo() throws Exception {
        Path unused = file("unused.rego", "package p\n\nf(a, b) := a\n");
        for (String option : List.of("--strict", "-S")) {
            Terminal.Run strict = policy("check", unused, option);
            assertThat(strict.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(strict.output())
                    .contains(unused + ":3:6: error: rego_compile_error: unused argument b. ")
                    .contains("refused: 1 files, 1 errors, 0 warnings");
        }
        Terminal.Run plain = policy("check", unused);
        assertThat(plain.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(plain.output())
                .contains(unused + ":3:6: warning: rego_unused: unused argument b. ")
                .contains("ok: 1 files, 0 errors, 1 warnings");
    }

    @Test
    void checkReadsEitherDialect() throws Exception {
        Path old = file("old.rego", "package p\nallow { input.x }\n");
        assertThat(policy("check", old).exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(policy("check", old, "--rego", "v0").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(policy("check", old, "--rego", "v2").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    data.p.allow,   bob,   3, false
                    data.p.never,   bob,   3, undefined
                    data.p.nothing, bob,   3, undefined
                    data.p.number,  bob,   3, 5
                    data.p.allow,   alice, 0, true
                    """)
    void evalTellsTrueFromEverythingElse(String rule, String user, int exitCode, String shown)
            throws Exception {
        Path input = file("input.json", "{\"user\": \"" + user + "\"}");
        Terminal.Run run = policy("eval", file("p.rego", POLICY), "--rule", rule, "--input", input);
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.output().strip()).isEqualTo(shown);
    }

    @Test
    void evalFailsOnBadInputAndBadQueries() throws Exception {
        Path policy = file("p.rego", POLICY);
        Path bad = file("bad.json", "{\"user\": ");
        assertThat(policy("eval", policy).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(policy("eval", policy, "--rule", "x", "--query", "y").exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(policy("eval", policy, "--rule", "data.p.allow", "--input", bad).exitCode())
                .isEqualTo(ExitCode.FAILED);
        assertThat(policy("eval", policy, "--rule", "not a path").exitCode())
                .isEqualTo(ExitCode.FAILED);
        assertThat(policy("eval", policy, "--query", "x == ").exitCode())
                .isEqualTo(ExitCode.FAILED);
        Path conflict = file("c.rego", "package c\nx := 1\nx := 2\n");
        Terminal.Run run = policy("eval", conflict, "--rule", "data.c.x");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errors()).contains("eval_conflict_error");
    }

    @Test
    void evalGivesSolutionsOfQueries() throws Exception {
        Path policy = file("p.rego", POLICY);
        Terminal.Run run = policy("eval", policy, "--query", "x := data.p.number + 1");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.output().strip()).isEqualTo("[{\"x\":6}]");
        assertThat(policy("eval", policy, "--query", "data.p.number == 6").exitCode())
                .isEqualTo(ExitCode.DENIED);
    }

    @Test
    void evalExplainsAndMasks() throws Exception {
        Path policy = file("p.rego", POLICY);
        Path input = file("input.yaml", "user: bob\n");
        Terminal.Run run =
                policy("eval", policy, "--rule", "data.p.allow", "--input", input, "--explain");
        assertThat(run.output()).contains("left is \"bob\", right is \"alice\"");
        Terminal.Run masked =
                policy(
                        "eval",
                        policy,
                        "--rule",
                        "data.p.allow",
                        "--input",
                        input,
                        "--explain",
                        "--mask",
                        "input.user",
                        "--output",
                        "json");
        assertThat(masked.output()).doesNotContain("bob").contains("(masked)");
        assertThat(new ObjectMapper().readTree(masked.output()).path("defined").asBoolean())
                .isTrue();
    }

    @Test
    void evalTakesReferenceValues() throws Exception {
        Path policy =
                file(
                        "r.rego",
                        "package policy\nallow if input.m in query_reference_value(\"m\")\n");
        Path input = file("input.json", "{\"m\": \"ab\"}");
        Path references = file("references.json", "{\"m\": [\"ab\"], \"n\": [\"cd\"]}");
        assertThat(
                        policy(
                                        "eval",
                                        policy,
                                        "--profile",
                                        "trustee",
                                        "--rule",
                                        "data.policy.allow",
                                        "--input",
                                        input,
                                        "--reference-values",
                                        references)
                                .exitCode())
                .isEqualTo(ExitCode.OK);
        Terminal.Run without =
                policy("eval", policy, "--rule", "data.policy.allow", "--input", input);
        assertThat(without.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void testReportsEveryOutcome() throws Exception {
        file(
                "p_test.rego",
                """
                package p_test

                test_passes if { print("hello"); data.p.allow with input.user as "alice" }
                test_fails if data.p.allow with input.user as "bob"
                test_is_false := false
                test_errs := x if { some x in [1, 2] }
                todo_test_later if false
                not_a_test if false
                """);
        file("p.rego", POLICY);
        Terminal.Run run = policy("test", folder);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.output())
                .doesNotContain("test_passes")
                .contains("data.p_test.test_fails: FAIL")
                .contains("data.p_test.test_is_false: FAIL")
                .contains("data.p_test.test_errs: ERROR")
                .contains("eval_conflict_error")
                .contains("data.p_test.todo_test_later: SKIPPED")
                .contains("PASS: 1/5")
                .contains("FAIL: 2/5")
                .contains("ERROR: 1/5")
                .contains("SKIPPED: 1/5");
        Terminal.Run one = policy("test", folder, "--run", "passes$", "-v");
        assertThat(one.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(one.output()).contains("test_passes: PASS").contains("hello");
    }

    @Test
    void aRepeatedTestDoesNotHideTheOther() throws Exception {
        Path policy =
                file(
                        "t.rego",
                        """
                        package t
                        test_a if 1 == 2
                        test_a if 1 == 1
                        """);
        Terminal.Run run = policy("test", policy, "-v");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.output()).contains("data.t.test_a: FAIL").contains("data.t.test_a#01: PASS");
    }

    @Test
    void testWithoutTestsFails() throws Exception {
        assertThat(policy("test", file("p.rego", POLICY)).exitCode()).isEqualTo(ExitCode.FAILED);
        Path policy = file("t.rego", "package t\ntest_a if true\n");
        assertThat(policy("test", policy, "--run", "none").exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(policy("test", policy, "--run", "(").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(policy("test", policy).exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void benchMeasuresAndRefusesWhatFails() throws Exception {
        Path conflict = file("c.rego", "package c\nx := 1\nx := 2\n");
        assertThat(policy("bench", conflict, "--rule", "data.c.x").exitCode())
                .isEqualTo(ExitCode.FAILED);
        Path policy = file("p.rego", POLICY);
        assertThat(policy("bench", policy, "--rule", "data.p.allow", "--seconds", 0).exitCode())
                .isEqualTo(ExitCode.USAGE);
        Terminal.Run run =
                policy(
                        "bench",
                        policy,
                        "--rule",
                        "data.p.allow",
                        "--seconds",
                        1,
                        "--output",
                        "json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        JsonNode report = new ObjectMapper().readTree(run.output());
        assertThat(report.path("evaluations_per_second").asDouble()).isGreaterThan(100);
        assertThat(report.path("result").asText()).isEqualTo("value");
    }

    @Test
    void digestsAreThoseOfTheText() throws Exception {
        Path bad = file("bad.rego", "package p\n\"");
        assertThat(policy("fmt-digest", bad).exitCode()).isEqualTo(ExitCode.FAILED);
        Path a = file("a.rego", "package p\n# note\nx := 1\n");
        Path b = file("b.rego", "package p\nx   := 1\n");
        Terminal.Run run = policy("fmt-digest", a, b, "--output", "json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        JsonNode all = new ObjectMapper().readTree(run.output());
        assertThat(all.get(0).path("n1")).isEqualTo(all.get(1).path("n1"));
        assertThat(all.get(0).path("sha256")).isNotEqualTo(all.get(1).path("sha256"));
    }

    @Test
    void imagesAreJudgedByTheirRegistry() throws Exception {
        Path config = file("c.yaml", "allowedRegistriesForImport: [{domainName: quay.io}]\n");
        Terminal.Run refused = Terminal.run("image", "check", "--config", config.toString(), "x/y");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(refused.output())
                .contains("registry \"docker.io:443\" not allowed by whitelist: \"quay.io:443\"");
        Path typo = file("t.yaml", "allowedRegistryForImport: []\n");
        assertThat(
                        Terminal.run("image", "check", "--config", typo.toString(), "quay.io/a")
                                .exitCode())
                .isEqualTo(ExitCode.FAILED);
        assertThat(
                        Terminal.run("image", "check", "--config", config.toString(), "quay.io/A")
                                .exitCode())
                .isEqualTo(ExitCode.FAILED);
        assertThat(
                        Terminal.run("image", "check", "--config", config.toString(), "quay.io/a")
                                .exitCode())
                .isEqualTo(ExitCode.OK);
    }
}
