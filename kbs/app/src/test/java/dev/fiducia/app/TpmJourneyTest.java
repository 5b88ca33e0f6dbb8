package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.fiducia.attestation.simulator.SimulatedTpm;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.kbs.config.FiduciaConfig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A machine with a plain TPM, by commands against a real service that knows its attestation key
/// from a file.
@TestMethodOrder(OrderAnnotation.class)
class TpmJourneyTest {
    private static final String SECRET = "default/quickstart/key";
    private static final String CONTENT = "the key that opens the volume";

    @TempDir private static Path folder;
    private static QuickstartFiles files;
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        files = QuickstartFiles.in(folder, crypto);
        Path tpm = files.simulator().resolve("tpm");
        SimulatedTpm.bootWithKeyIn(tpm, crypto);
        files.config(0);
        Path config = folder.resolve("kbs-config.toml");
        String toml =
                Files.readString(config)
                        + "\n[verifier.tpm]\ntrusted_aks = ['"
                        + tpm.resolve("ak.pem")
                        + "']\n";
        service = RunningService.start(FiduciaConfig.load(Files.writeString(config, toml)));
        new QuickstartStory(files, service.url(), crypto).prepare();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @Order(1)
    void isDeniedUnderAnotherKey() throws Exception {
        Path other = folder.resolve("other");
        assertThat(guest("attest", other, files.initdata(), "--claims").exitCode())
                .isEqualTo(ExitCode.DENIED);
        assertDenied(files.initdata());
    }

    @Test
    @Order(2)
    void getsTheSecretOnceItsKeyAndImageAreKnown() throws Exception {
        JsonNode tpm = claims().path("tpm");
        approve("tpm_pcr11", tpm.path("pcr11"));
        assertDenied(files.initdata());
        approve("trusted_aks", tpm.path("ak_public"));
        assertReleased();
        assertDenied(files.altered());
    }

    @Test
    @Order(3)
    void isDeniedOnceItsInitdataIsRevoked() {
        run("initdata", "revoke", "quickstart");
        assertDenied(files.initdata());
    }

    private static void approve(String name, JsonNode value) {
        Terminal.Run run = run("reference-value", "add", name, value.asText());
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.OK);
    }

    private static JsonNode claims() throws Exception {
        Terminal.Run run = guest("attest", files.simulator(), files.initdata(), "--claims");
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.OK);
        return new ObjectMapper()
                .readTree(run.output())
                .at("/submods/cpu0/ear.veraison.annotated-evidence");
    }

    private static void assertDenied(Path document) {
        Terminal.Run run = guest("get-resource", files.simulator(), document, SECRET);
        assertThat(run.exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(run.output()).isEmpty();
    }

    private static void assertReleased() {
        Terminal.Run run = guest("get-resource", files.simulator(), files.initdata(), SECRET);
        assertThat(run.output()).as(run.errors()).isEqualTo(CONTENT);
    }

    private static Terminal.Run guest(String command, Path simulator, Path document, String last) {
        return run(
                "guest",
                command,
                "--tee",
                "tpm-sim",
                "--simulator",
                simulator.toString(),
                "--initdata",
                document.toString(),
                last);
    }

    private static Terminal.Run run(String... arguments) {
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
