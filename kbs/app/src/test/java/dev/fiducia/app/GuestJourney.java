package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.kbs.config.FiduciaConfig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A real service with a secret and a registered initdata, and guests that want the one with the
/// other, all by commands.
final class GuestJourney implements AutoCloseable {
    private static final String SECRET = "default/quickstart/key";
    private static final String CONTENT = "the key that opens the volume";

    private final QuickstartFiles files;
    private final RunningService service;

    private GuestJourney(QuickstartFiles files, RunningService service) {
        this.files = files;
        this.service = service;
    }

    /// Says in TOML what the service has to know of the hardware that lies in a folder.
    @FunctionalInterface
    interface Trust {
        String in(Path simulator, CryptoSuite crypto) throws Exception;
    }

    static GuestJourney start(Path folder, Trust trust) throws Exception {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        QuickstartFiles files = QuickstartFiles.in(folder, crypto);
        files.config(0);
        Path config = folder.resolve("kbs-config.toml");
        String toml = Files.readString(config) + "\n" + trust.in(files.simulator(), crypto);
        RunningService service =
                RunningService.start(FiduciaConfig.load(Files.writeString(config, toml)));
        new QuickstartStory(files, service.url(), crypto).prepare();
        return new GuestJourney(files, service);
    }

    @Override
    public void close() {
        service.close();
    }

    Path initdata() {
        return files.initdata();
    }

    Path altered() {
        return files.altered();
    }

    void approve(String name, JsonNode... values) {
        List<String> arguments = new ArrayList<>(List.of("reference-value", "add", name));
        for (JsonNode value : values) {
            arguments.add(value.asText());
        }
        Terminal.Run run = run(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.OK);
    }

    void revokeInitdata() {
        run("initdata", "revoke", "quickstart");
    }

    /// The annotated evidence of a guest's first submodule.
    JsonNode claims(String tee) throws Exception {
        Terminal.Run run = attest(tee, files.simulator());
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.OK);
        return new ObjectMapper()
                .readTree(run.output())
                .at("/submods/cpu0/ear.veraison.annotated-evidence");
    }

    /// A guest's first submodule.
    JsonNode submodule(String tee) throws Exception {
        Terminal.Run run = attest(tee, files.simulator());
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.OK);
        return new ObjectMapper().readTree(run.output()).at("/submods/cpu0");
    }

    Terminal.Run attest(String tee, Path simulator) {
        return guest("attest", tee, simulator, files.initdata(), "--claims");
    }

    /// A submodule of a guest with a device.
    JsonNode submodule(String tee, String device, String name) throws Exception {
        Terminal.Run run =
                guest(
                        "attest",
                        tee,
                        files.simulator(),
                        files.initdata(),
                        "--device",
                        device,
                        "--claims");
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.OK);
        return new ObjectMapper().readTree(run.output()).path("submods").path(name);
    }

    void assertDeniedWith(String tee, String device) {
        Terminal.Run run = get(tee, device);
        assertThat(run.exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(run.output()).isEmpty();
    }

    void assertReleasedWith(String tee, String device) {
        Terminal.Run run = get(tee, device);
        assertThat(run.output()).as(run.errors()).isEqualTo(CONTENT);
    }

    private Terminal.Run get(String tee, String device) {
        return guest(
                "get-resource",
                tee,
                files.simulator(),
                files.initdata(),
                "--device",
                device,
                SECRET);
    }

    void assertDenied(String tee, Path document) {
        Terminal.Run run = guest("get-resource", tee, files.simulator(), document, SECRET);
        assertThat(run.exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(run.output()).isEmpty();
    }

    void assertReleased(String tee) {
        Terminal.Run run = guest("get-resource", tee, files.simulator(), files.initdata(), SECRET);
        assertThat(run.output()).as(run.errors()).isEqualTo(CONTENT);
    }

    private Terminal.Run guest(
            String command, String tee, Path simulator, Path document, String... last) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "guest",
                                command,
                                "--tee",
                                tee,
                                "--simulator",
                                simulator.toString(),
                                "--initdata",
                                document.toString()));
        arguments.addAll(List.of(last));
        return run(arguments.toArray(String[]::new));
    }

    private Terminal.Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(
                List.of(
                        "--url",
                        service.url().toString(),
                        "--cert-file",
                        files.certificate().toString()));
        if (!arguments[0].equals("guest")) {
            all.addAll(List.of("--admin-token-file", files.adminToken().toString()));
        }
        return Terminal.run(all.toArray(String[]::new));
    }
}
