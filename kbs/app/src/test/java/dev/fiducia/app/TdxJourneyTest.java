package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.fiducia.attestation.simulator.SimulatedTdx;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A guest on TDX, and one of Azure on TDX, by commands against a real service that knows the
/// platform's root and collateral from files.
@TestMethodOrder(OrderAnnotation.class)
class TdxJourneyTest {
    private static final String SECRET = "default/quickstart/key";
    private static final String CONTENT = "the key that opens the volume";

    @TempDir private static Path folder;
    private static QuickstartFiles files;
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        files = QuickstartFiles.in(folder, crypto);
        Path intel = files.simulator().resolve("intel");
        SimulatedTdx.openOrCreate(intel, Instant.now(), crypto);
        files.config(0);
        Path config = folder.resolve("kbs-config.toml");
        String toml =
                Files.readString(config)
                        + "\n[verifier.intel]\ncollateral = ['"
                        + intel.resolve("collateral")
                        + "']\nextra_roots = ['"
                        + intel.resolve("root.pem")
                        + "']\n";
        service = RunningService.start(FiduciaConfig.load(Files.writeString(config, toml)));
        new QuickstartStory(files, service.url(), crypto).prepare();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(strings = {"tdx-sim", "az-tdx-vtpm-sim"})
    void isDeniedBeforeItsImageIsKnown(String tee) {
        assertDenied(tee, files.initdata());
    }

    @Test
    @Order(2)
    void getsTheSecretOnceItsImageIsKnown() throws Exception {
        JsonNode tdx = claims("tdx-sim").path("tdx");
        approve("rtmr_1", tdx.at("/quote/body/rtmr_1"));
        approve("rtmr_2", tdx.at("/quote/body/rtmr_2"));
        approve("mr_td", tdx.at("/quote/body/mr_td"));
        approve("xfam", tdx.at("/quote/body/xfam"));
        assertReleased("tdx-sim");
        assertDenied("az-tdx-vtpm-sim", files.initdata());
        approve("tdx_pcr11", claims("az-tdx-vtpm-sim").at("/az-tdx-vtpm/tpm/pcr11"));
        assertReleased("az-tdx-vtpm-sim");
    }

    @ParameterizedTest
    @Order(3)
    @ValueSource(strings = {"tdx-sim", "az-tdx-vtpm-sim"})
    void isDeniedWithOtherInitdata(String tee) {
        assertDenied(tee, files.altered());
    }

    @ParameterizedTest
    @Order(4)
    @ValueSource(strings = {"tdx-sim", "az-tdx-vtpm-sim"})
    void isDeniedOnceItsInitdataIsRevoked(String tee) {
        run("initdata", "revoke", "quickstart");
        assertDenied(tee, files.initdata());
    }

    @Test
    @Order(5)
    void showsTheCollateralThatItJudgesWith() {
        Terminal.Run run = run("collateral", "status");
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.OK);
        assertThat(run.output())
                .contains("/tdx/qe ")
                .contains("/root/crl ")
                .contains("edition 17 until")
                .contains("https://api.trustedservices.intel.com: 0 calls");
    }

    private static void approve(String name, JsonNode value) {
        Terminal.Run run = run("reference-value", "add", name, value.asText());
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.OK);
    }

    private static JsonNode claims(String tee) throws Exception {
        Terminal.Run run = guest("attest", tee, files.initdata(), "--claims");
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.OK);
        return new ObjectMapper()
                .readTree(run.output())
                .at("/submods/cpu0/ear.veraison.annotated-evidence");
    }

    private static void assertDenied(String tee, Path document) {
        Terminal.Run run = guest("get-resource", tee, document, SECRET);
        assertThat(run.exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(run.output()).isEmpty();
    }

    private static void assertReleased(String tee) {
        Terminal.Run run = guest("get-resource", tee, files.initdata(), SECRET);
        assertThat(run.output()).as(run.errors()).isEqualTo(CONTENT);
    }

    private static Terminal.Run guest(String command, String tee, Path document, String last) {
        return run(
                "guest",
                command,
                "--tee",
                tee,
                "--simulator",
                files.simulator().toString(),
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
