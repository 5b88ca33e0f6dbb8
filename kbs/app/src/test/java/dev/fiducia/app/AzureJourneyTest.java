package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.Pcr8;

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

/// A peer pod's VM of Azure, by commands against a real service: its initdata is in PCR 8 of a vTPM
/// that a simulated SEV-SNP processor vouches for.
@TestMethodOrder(OrderAnnotation.class)
class AzureJourneyTest {
    private static final String SECRET = "default/quickstart/key";
    private static final String CONTENT = "the key that opens the volume";

    @TempDir private static Path folder;
    private static QuickstartFiles files;
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        files = QuickstartFiles.in(folder, crypto);
        service = RunningService.start(files.config(0));
        new QuickstartStory(files, service.url(), crypto).prepare();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @Order(1)
    void aVmThatNobodyKnowsGetsATokenButNoSecret() throws Exception {
        assertDenied(files.initdata());
        JsonNode evidence = evidence(files.initdata());
        assertThat(evidence.at("/az-snp-vtpm/user_data_bound").asText()).isEqualTo("true");
        assertThat(evidence.path("init_data").asText())
                .isEqualTo(
                        Pcr8.after(
                                InitdataDocument.parse(Files.readAllBytes(files.initdata()))
                                        .digest()));
        assertThat(evidence.at("/initdata/registered").asBoolean()).isTrue();
        assertThat(evidence(files.altered()).at("/initdata/state").asText())
                .isEqualTo("unregistered");
    }

    @Test
    @Order(2)
    void onceItsImageAndFirmwareAreKnownItGetsTheSecret() throws Exception {
        JsonNode claims = evidence(files.initdata()).path("az-snp-vtpm");
        approve("measurement", claims.path("measurement"));
        approve("snp_pcr11", claims.at("/tpm/pcr11"));
        assertDenied(files.initdata());
        approve("tcb_bootloader", claims.path("reported_tcb_bootloader"));
        approve("tcb_microcode", claims.path("reported_tcb_microcode"));
        approve("tcb_snp", claims.path("reported_tcb_snp"));
        approve("tcb_tee", claims.path("reported_tcb_tee"));
        assertReleased(files.initdata(), "--no-send-initdata");
        assertReleased(files.initdata());
    }

    @Test
    @Order(3)
    void otherInitdataGetsNothing() {
        assertDenied(files.altered());
        assertDenied(files.altered(), "--no-send-initdata");
    }

    @Test
    @Order(4)
    void whatIsBoundToPcr8IsFoundAgain() throws Exception {
        String value = evidence(files.initdata()).path("init_data").asText();
        Terminal.Run run = run("initdata", "lookup", value);
        assertThat(run.output() + run.errors()).contains("quickstart");
    }

    @Test
    @Order(5)
    void onceItIsRevokedItGetsNothing() {
        Terminal.Run revoked = run("initdata", "revoke", "quickstart", "--reason", "a key leaked");
        assertThat(revoked.exitCode()).as(revoked.errors()).isEqualTo(ExitCode.OK);
        assertDenied(files.initdata());
        assertDenied(files.initdata(), "--no-send-initdata");
    }

    private static void approve(String name, JsonNode value) {
        Terminal.Run run = run("reference-value", "add", name, value.asText());
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.OK);
    }

    private static JsonNode evidence(Path document) throws Exception {
        Terminal.Run run =
                run(
                        "guest",
                        "attest",
                        "--claims",
                        "--tee",
                        "az-snp-vtpm-sim",
                        "--simulator",
                        files.simulator().toString(),
                        "--initdata",
                        document.toString());
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.OK);
        return new ObjectMapper()
                .readTree(run.output())
                .at("/submods/cpu0/ear.veraison.annotated-evidence");
    }

    private static Terminal.Run guest(Path document, String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "guest",
                                "get-resource",
                                "--tee",
                                "az-snp-vtpm-sim",
                                "--simulator",
                                files.simulator().toString(),
                                "--initdata",
                                document.toString()));
        all.addAll(List.of(more));
        all.add(SECRET);
        return run(all.toArray(String[]::new));
    }

    private static void assertDenied(Path document, String... more) {
        Terminal.Run run = guest(document, more);
        assertThat(run.exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(run.output()).isEmpty();
    }

    private static void assertReleased(Path document, String... more) {
        Terminal.Run run = guest(document, more);
        assertThat(run.output()).as(run.errors()).isEqualTo(CONTENT);
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
