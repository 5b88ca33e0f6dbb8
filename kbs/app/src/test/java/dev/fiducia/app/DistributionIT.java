package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The distribution as a user has it: the launcher, its own runtime, real processes.
class DistributionIT {
    private static final Path HOME = Path.of("target", "fiducia").toAbsolutePath();

    @TempDir private Path folder;

    @Test
    void runsOnItsOwnRuntimeWhateverTheMachineHas() throws Exception {
        Finished doctor =
                run(
                        HOME.resolve("bin/fiducia"),
                        Map.of("JAVA_HOME", "/nowhere"),
                        "doctor",
                        "--output",
                        "json");
        assertThat(doctor.errors()).isEmpty();
        assertThat(doctor.exitCode()).isZero();
        var report = new ObjectMapper().readTree(doctor.output());
        assertThat(report.path("java").path("runtime").asText()).startsWith(HOME.toString());
        assertThat(report.path("store").path("works").asBoolean()).isTrue();
        // Such as a library that is there, and was made for another processor.
        assertThat(report.path("warnings")).isEmpty();
    }

    @Test
    void isFoundThroughALink() throws Exception {
        Path link =
                Files.createSymbolicLink(folder.resolve("fiducia"), HOME.resolve("bin/fiducia"));
        assertThat(run(link, Map.of(), "--version").output()).startsWith("fiducia ");
    }

    @Test
    void withoutItsRuntimeAnOldJavaIsRefusedInOneLine() throws Exception {
        Path launcher = launcherWithoutRuntime();
        executable("java/bin/java", "echo '    java.specification.version = 17' >&2");
        Finished refused =
                run(
                        launcher,
                        Map.of("FIDUCIA_JAVA_HOME", folder.resolve("java").toString()),
                        "doctor");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors()).hasLineCount(1).contains("needs Java 25").contains("17");
    }

    @Test
    void withoutItsRuntimeAndWithoutJavaItSaysSo() throws Exception {
        Finished refused =
                run(launcherWithoutRuntime(), Map.of("FIDUCIA_JAVA_HOME", "/nowhere"), "doctor");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors()).contains("needs Java 25");
    }

    @Test
    void theQuickstartReleasesOneSecretAndRefusesThreeTimes() throws Exception {
        Finished story =
                run(
                        HOME.resolve("bin/fiducia"),
                        Map.of("FIDUCIA_QUICKSTART", folder.resolve("quickstart").toString()),
                        "quickstart",
                        "--once",
                        "--port",
                        "0");
        assertThat(story.exitCode()).as(story.errors()).isZero();
        assertThat(story.output().lines().filter(line -> line.contains("RELEASED"))).hasSize(1);
        assertThat(story.output().lines().filter(line -> line.contains("REFUSED"))).hasSize(3);
        assertThat(story.errors())
                .contains("initdata=unregistered")
                .contains("snp-signature-invalid")
                .contains("contraindicated");
        assertThat(story.output() + story.errors()).doesNotContain("the key that opens the volume");
    }

    @Test
    void aServiceStopsWhenItIsToldTo() throws Exception {
        Path log = folder.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(
                                HOME.resolve("bin/fiducia").toString(), "quickstart", "--port", "0")
                        .redirectOutput(log.toFile())
                        .redirectError(folder.resolve("errors").toFile());
        builder.environment().put("FIDUCIA_QUICKSTART", folder.resolve("quickstart").toString());
        Process service = builder.start();
        while (service.isAlive() && !Files.readString(log).contains("Serving on")) {
            service.waitFor(100, TimeUnit.MILLISECONDS);
        }
        service.destroy();
        // 143 is SIGTERM's; a service that hangs would be stopped by its own limit and say so.
        assertThat(service.waitFor()).isEqualTo(143);
        assertThat(Files.readString(folder.resolve("errors"))).doesNotContain("stopped before");
    }

    /// The environment may name the real service's store: practice must not touch that.
    @Test
    void whatAServicePractisesIsNowhereToBeFound() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Path store = folder.resolve("store");
        Path log = folder.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(HOME.resolve("bin/fiducia").toString(), "serve")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        String configuration = "[http_server]\nsockets = [\"127.0.0.1:0\"]\n";
        builder.environment()
                .putAll(
                        Map.of(
                                "KBS_CONFIG_FILE",
                                Files.writeString(folder.resolve("kbs-config.toml"), configuration)
                                        .toString(),
                                "KBS__STORE__PATH",
                                store.toString(),
                                "FIDUCIA_JVM_OPTS",
                                "-Djava.io.tmpdir=" + temporary));
        Process service = builder.start();
        while (service.isAlive() && !Files.readString(log).contains("Serving on")) {
            service.waitFor(100, TimeUnit.MILLISECONDS);
        }
        String said = Files.readString(log);
        assertThat(said).contains("rehearsed").doesNotContain("attested", "quickstart");
        String url =
                said.lines().filter(l -> l.startsWith("Serving on ")).findFirst().orElseThrow();
        Finished list =
                run(
                        HOME.resolve("bin/fiducia"),
                        Map.of(
                                "FIDUCIA_URL",
                                url.substring("Serving on ".length()),
                                "FIDUCIA_CERT_FILE",
                                store.resolve("tls").resolve("certificate.pem").toString(),
                                "FIDUCIA_ADMIN_TOKEN_FILE",
                                store.resolve("admin").resolve("token").toString()),
                        "initdata",
                        "list",
                        "--output",
                        "json");
        service.destroy();
        service.waitFor();
        assertThat(list.exitCode()).as(list.errors()).isZero();
        assertThat(list.output()).doesNotContain("quickstart");
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.map(each -> each.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("fiducia-rehearsal"));
        }
    }

    private Path launcherWithoutRuntime() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bare/bin"));
        return Files.copy(HOME.resolve("bin/fiducia"), bin.resolve("fiducia"));
    }

    private void executable(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Finished run(Path program, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "output", "");
        Path errors = Files.createTempFile(folder, "errors", "");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        int exitCode = builder.start().waitFor();
        return new Finished(
                exitCode,
                Files.readString(output, StandardCharsets.UTF_8),
                Files.readString(errors, StandardCharsets.UTF_8));
    }

    private record Finished(int exitCode, String output, String errors) {}
}
