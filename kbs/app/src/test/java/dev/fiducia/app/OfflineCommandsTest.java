package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

class OfflineCommandsTest {
    private static final String DOCUMENT =
            """
            algorithm = "sha256"
            version = "0.1.0"

            [data]
            "aa.toml" = "[token_configs]"
            """;

    @TempDir private Path folder;

    @Test
    void anUnknownCommandIsWrongUsage() {
        assertThat(Terminal.run("frobnicate").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Terminal.run().exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aMissingFileIsNamed() {
        Terminal.Run run = Terminal.run("initdata", "digest", folder.resolve("none").toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errors()).contains("there is no file").contains("none");
    }

    @Test
    void aBadDocumentIsRefusedWithItsPlaceAndCode() throws Exception {
        Path file = written(DOCUMENT.replace("sha256", "sha-256"));
        Terminal.Run run = Terminal.run("initdata", "digest", file.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errors()).contains("line 1").contains("unsupported-algorithm");
    }

    @Test
    void digestPrintsEveryPlatformValueAsJson() throws Exception {
        Path file = written(DOCUMENT);
        Terminal.Run run = Terminal.run("initdata", "digest", file.toString(), "--output", "json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        JsonNode report = new ObjectMapper().readTree(run.output());
        assertThat(report.path("digest").asText()).hasSize(64);
        assertThat(report.path("platform_values").findValuesAsText("name"))
                .contains("snp.host_data", "tdx.mr_config_id", "vtpm.pcr08.sha256");
        assertThat(report.path("platform_values").get(0).path("value"))
                .isEqualTo(report.path("digest"));
    }

    @Test
    void whatEncodeWritesDecodeGivesBackToTheByte() throws Exception {
        Path file = written(DOCUMENT);
        String annotation = Terminal.run("initdata", "encode", file.toString()).output();
        Path encoded = Files.writeString(folder.resolve("annotation"), annotation);
        Terminal.Run run = Terminal.run("initdata", "decode", encoded.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.output()).isEqualTo(DOCUMENT);
    }

    @Test
    void lintFailsOnErrorsAndSaysWhereTheyAre() throws Exception {
        Path file =
                written(
                        DOCUMENT.replace(
                                "[token_configs]",
                                "[token_configs.kbs]\\nurl = 'http://kbs.example.com'"));
        Terminal.Run run = Terminal.run("initdata", "lint", file.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.output()).contains(file + ":5:35: error NET101").contains("1 error,");
        assertThat(run.errors()).isEmpty();
    }

    @Test
    void lintTakesAnnotationsProfilesAndThresholds() throws Exception {
        Path file = written(DOCUMENT);
        String annotation = Terminal.run("initdata", "encode", file.toString()).output();
        Path encoded = Files.writeString(folder.resolve("annotation"), annotation);
        assertThat(Terminal.run("initdata", "lint", encoded.toString()).exitCode())
                .isEqualTo(ExitCode.OK);
        assertThat(
                        Terminal.run("initdata", "lint", "--fail-on", "warning", encoded.toString())
                                .exitCode())
                .isEqualTo(ExitCode.FAILED);
        Terminal.Run peerPods =
                Terminal.run("initdata", "lint", "--platform", "snp,peer-pods", encoded.toString());
        assertThat(peerPods.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(peerPods.output()).contains("error ID010");
        assertThat(Terminal.run("initdata", "lint", "--platform", "x", "f").exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void lintWritesJsonAndSarif() throws Exception {
        Path file = written(DOCUMENT);
        ObjectMapper mapper = new ObjectMapper();
        JsonNode json =
                mapper.readTree(
                        Terminal.run("initdata", "lint", "--output", "json", file.toString())
                                .output());
        assertThat(json.path("documents").get(0).path("profile").asText()).isEqualTo("prod");
        assertThat(json.findValuesAsText("id")).contains("ID010", "ID011");
        JsonNode sarif =
                mapper.readTree(
                        Terminal.run("initdata", "lint", "--output", "sarif", file.toString())
                                .output());
        assertThat(sarif.path("version").asText()).isEqualTo("2.1.0");
        assertThat(sarif.findValuesAsText("ruleId")).contains("ID010", "ID011");
    }

    @Test
    void aServiceThatIsNotThereIsUnavailable() {
        Terminal.Run run = Terminal.run("initdata", "list", "--url", "http://127.0.0.1:1");
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.errors()).contains("is the service running?");
    }

    @Test
    void aResourceNameNeedsThreeParts() throws Exception {
        Path file = written("secret");
        Terminal.Run run = Terminal.run("resource", "set", "a/b", file.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errors()).contains("REPOSITORY/TYPE/TAG");
    }

    private Path written(String text) throws Exception {
        return Files.writeString(folder.resolve("file"), text);
    }

    @Test
    void aKeyRingIsMadeOnceForItsOwnerAlone() throws Exception {
        Path ring = folder.resolve("key-ring");
        assertThat(Terminal.run("key-ring", "create", ring.toString()).exitCode())
                .isEqualTo(ExitCode.OK);
        byte[] made = Files.readAllBytes(ring);
        assertThat(Files.getPosixFilePermissions(ring))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        Terminal.Run again = Terminal.run("key-ring", "create", ring.toString());
        assertThat(again.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(again.errors()).contains("exists");
        assertThat(ring).hasBinaryContent(made);
    }
}
