package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class AgentPolicyCommandsTest {
    private static final String POLICY =
            """
            package agent_policy

            default CreateContainerRequest := true
            default ExecProcessRequest := false
            """;

    private static final String DOCUMENT =
            """
            algorithm = "sha256"
            version = "0.1.0"

            [data]
            "policy.rego" = '''
            package agent_policy
            default ExecProcessRequest := true
            '''
            """;

    @TempDir private Path folder;

    @Test
    void aPolicyThatNobodyApprovedFails() throws Exception {
        Path approved = written("approved.rego", POLICY);
        Path other = written("other.rego", POLICY.replace("false", "true"));
        Terminal.Run run = check(other, approved);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.output()).containsPattern("match +none");
    }

    @Test
    void aPolicyThatDoesNotParseFailsEvenWhereNoneIsApproved() throws Exception {
        Path file = written("policy.rego", "package agent_policy\nallow {");
        Terminal.Run run = Terminal.run("initdata", "check-policy", file.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.output()).containsPattern("match +unparseable");
    }

    @Test
    void aDocumentWithoutAPolicyFails() throws Exception {
        Path file =
                written("initdata.toml", DOCUMENT.substring(0, DOCUMENT.indexOf("\"policy.rego")));
        Terminal.Run run = Terminal.run("initdata", "check-policy", file.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.output()).containsPattern("match +absent");
    }

    @Test
    void anApprovedPolicyIsTheSameWhenWrittenDifferently() throws Exception {
        Path approved = written("approved.rego", POLICY);
        assertThat(check(approved, approved).output()).containsPattern("match +exact");
        Path spaced = written("spaced.rego", "# comment\n" + POLICY.replace(" := ", "  :=  "));
        Terminal.Run run = check(spaced, approved);
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.output()).containsPattern("match +equivalent");
    }

    @Test
    void whatADocumentsPolicyLeavesOpenIsNamed() throws Exception {
        Path file = written("initdata.toml", DOCUMENT);
        Terminal.Run run = Terminal.run("initdata", "check-policy", file.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.output())
                .containsPattern("open +ExecProcessRequest")
                .containsPattern("undefined +CreateContainerRequest");
    }

    @Test
    void aValueThatNoDocumentGivesIsNoMatch() throws Exception {
        Path file = written("initdata.toml", DOCUMENT);
        Terminal.Run run = lookup("ab".repeat(32), file);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.output()).startsWith("no match");
        assertThat(lookup("not a value", file).exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void aDigestFindsItsDocument() throws Exception {
        Path file = written("initdata.toml", DOCUMENT);
        Terminal.Run run = lookup(digest(file), file);
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.output()).startsWith("match: ");
    }

    @Test
    void aDocumentWithWindowsLineEndsIsNoMatchButExplained() throws Exception {
        Path file = written("initdata.toml", DOCUMENT);
        Path windows = written("windows.toml", DOCUMENT.replace("\n", "\r\n"));
        Terminal.Run run = lookup(digest(windows), file);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.output()).startsWith("no match: ").contains("carriage");
    }

    @Test
    void anUnknownFieldIsRefusedWithTheKnownOnes() throws Exception {
        Path file = written("initdata.toml", DOCUMENT);
        Terminal.Run run =
                Terminal.run(
                        "initdata",
                        "lookup",
                        digest(file),
                        "--field",
                        "pcr9",
                        "--document",
                        file.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errors()).contains("no field pcr9").contains("pcr08");
    }

    private static Terminal.Run check(Path file, Path approved) {
        return Terminal.run(
                "initdata", "check-policy", file.toString(), "--registered", approved.toString());
    }

    private static Terminal.Run lookup(String value, Path document) {
        return Terminal.run("initdata", "lookup", value, "--document", document.toString());
    }

    private static String digest(Path file) throws Exception {
        String json =
                Terminal.run("initdata", "digest", file.toString(), "--output", "json").output();
        JsonNode report = new ObjectMapper().readTree(json);
        return report.path("digest").asText();
    }

    private Path written(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }
}
