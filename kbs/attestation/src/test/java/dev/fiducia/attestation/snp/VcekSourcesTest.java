package dev.fiducia.attestation.snp;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.collateral.BoundedHttp;
import dev.fiducia.attestation.collateral.DocumentSource;
import dev.fiducia.attestation.collateral.HttpAnswer;
import dev.fiducia.attestation.simulator.Simulation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// Certificates from elsewhere than the evidence; the service is one of our own on the loopback
/// interface.
class VcekSourcesTest {

    private static final String HARDWARE_ID = "c1".repeat(64);
    private static final SnpTcb CLASSIC = new SnpTcb(SnpTcb.Layout.CLASSIC, 0, 2, 0, 6, 21);
    private static final SnpTcb TURIN = new SnpTcb(SnpTcb.Layout.TURIN, 5, 3, 1, 8, 15);

    @TempDir Path folder;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch release = new CountDownLatch(1);
    private final HttpServer server;
    private final URI base;
    private volatile int status = 200;
    private volatile byte[] body = new byte[0];
    private volatile boolean hold;

    VcekSourcesTest() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @BeforeEach
    void start() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestURI().toString());
                    if (hold) {
                        awaitRelease();
                    }
                    if (status == 302) {
                        exchange.getResponseHeaders().add("Location", base + "/elsewhere");
                    }
                    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.stop(0);
    }

    @Test
    void namesFilesAndAddressesAsTrusteeAndAmdDo() {
        VcekRequest classic = new VcekRequest(SnpProduct.MILAN, "ab", CLASSIC);
        VcekRequest turin = new VcekRequest(SnpProduct.TURIN, "cd", TURIN);
        assertThat(classic.fileName()).isEqualTo("bl02_tee00_snp06_ucode21_vcek.der");
        assertThat(turin.fileName()).isEqualTo("bl03_tee01_snp08_ucode15_fmc05_vcek.der");
        assertThat(classic.kdsPath())
                .isEqualTo("/vcek/v1/Milan/ab?blSPL=02&teeSPL=00&snpSPL=06&ucodeSPL=21");
        assertThat(turin.kdsPath())
                .isEqualTo("/vcek/v1/Turin/cd?fmcSPL=05&blSPL=03&teeSPL=01&snpSPL=08&ucodeSPL=15");
    }

    @Test
    void refusesWithoutAnySource() {
        assertThat(verify(List.of())).isRefusedAs("snp-endorsement-unavailable");
    }

    @Test
    void refusesWhenTheStoreIsEmpty() {
        assertThat(verify(List.of(new OfflineVcekStore(folder))))
                .isRefusedAs("snp-endorsement-unavailable");
    }

    @Test
    void refusesToLookUpAHiddenChip() {
        JsonNode evidence =
                Simulation.CHIP.report().chipId(new byte[64]).evidenceWithoutCertificates();
        SnpVerifier verifier = Simulation.trusting(List.of(kds()), Simulation.MILAN.rootsPem());
        assertThat(Simulation.verify(verifier, evidence, Expectations.none()))
                .isRefusedAs("snp-endorsement-unavailable");
        assertThat(asked).isEmpty();
    }

    @Test
    void refusesAStoreThatHoldsSomethingElse() throws Exception {
        put("vcek.der", new byte[] {1, 2, 3});
        assertThat(verify(List.of(new OfflineVcekStore(folder))))
                .isRefusedAs("snp-endorsement-unavailable");
        put("vcek.der", new byte[20_000]);
        assertThat(verify(List.of(new OfflineVcekStore(folder))))
                .isRefusedAs("snp-endorsement-unavailable");
    }

    @Test
    void findsTheFileOfTheLevelBeforeTheGeneralOne() throws Exception {
        put("vcek.der", new byte[] {1});
        put("bl04_tee00_snp24_ucode219_vcek.der", vcek());
        assertThat(verify(List.of(new OfflineVcekStore(folder)))).isVerified();
    }

    @Test
    void findsTheGeneralFile() throws Exception {
        put("vcek.der", vcek());
        assertThat(verify(List.of(new OfflineVcekStore(folder)))).isVerified();
    }

    @Test
    void asksTheNextSourceWhenOneFails() throws Exception {
        put("vcek.der", new byte[] {1});
        body = vcek();
        assertThat(verify(List.of(new OfflineVcekStore(folder), kds()))).isVerified();
    }

    @Test
    void followsNoRedirect() {
        status = 302;
        assertThat(verify(List.of(kds()))).isRefusedAs("snp-endorsement-unavailable");
        assertThat(asked).hasSize(1);
    }

    @Test
    void takesNothingTooLarge() {
        body = new byte[(16 << 10) + 1];
        assertThat(verify(List.of(kds()))).isRefusedAs("snp-endorsement-unavailable");
    }

    @Test
    void givesUpOnASlowService() {
        hold = true;
        BoundedHttp impatient = BoundedHttp.toHostOf(base, Duration.ofMillis(300));
        assertThat(verify(List.of(new KdsSource(base, impatient))))
                .isRefusedAs("snp-endorsement-unavailable");
    }

    @Test
    void fetchesACertificateOnce() throws Exception {
        body = vcek();
        SnpVerifier verifier = verifier(List.of(kds()));
        assertThat(verify(verifier)).isVerified();
        assertThat(verify(verifier)).isVerified();
        assertThat(asked)
                .containsExactly(
                        "/vcek/v1/Milan/"
                                + HARDWARE_ID
                                + "?blSPL=04&teeSPL=00&snpSPL=24&ucodeSPL=219");
    }

    @Test
    void asksAgainAfterAFailureAndAfterAForgery() throws Exception {
        List<DocumentSource> sources = List.of(kds());
        status = 429;
        assertThat(verify(sources)).isRefusedAs("snp-endorsement-unavailable");
        status = 200;
        body = new byte[] {1, 2, 3};
        assertThat(verify(sources)).isRefusedAs("snp-endorsement-unavailable");
        body = vcek();
        assertThat(verify(sources)).isVerified();
        assertThat(asked).hasSize(3);
    }

    /// Another chip's certificate under this chip's address is no better than none.
    @Test
    void takesNoCertificateOfAnotherChip() throws Exception {
        byte[] chip = Simulation.chipId();
        chip[0] ^= 1;
        body = Simulation.MILAN.chip(chip, Simulation.TCB, Simulation.NOW).endorsement();
        assertThat(verify(List.of(kds()))).isRefusedAs("snp-endorsement-unavailable");
    }

    @Test
    void goesToNoOtherHost() {
        BoundedHttp http = BoundedHttp.toHostOf(base, Duration.ofSeconds(1));
        assertThat(http.get(URI.create("http://localhost:1/"), 10))
                .isInstanceOf(HttpAnswer.Failed.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void refusesAddressesThatAreNoHosts() {
        for (String address :
                List.of(
                        "file:///etc",
                        "ftp://host/",
                        "https:///x",
                        "https://u:p@host/",
                        "http://h/?q")) {
            assertThatThrownBy(
                            () -> BoundedHttp.toHostOf(URI.create(address), Duration.ofSeconds(1)))
                    .as(address)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private KdsSource kds() {
        return new KdsSource(base, BoundedHttp.toHostOf(base, Duration.ofSeconds(20)));
    }

    private void put(String name, byte[] content) throws Exception {
        Path chip = Files.createDirectories(folder.resolve("vcek").resolve(HARDWARE_ID));
        Files.write(chip.resolve(name), content);
    }

    private static byte[] vcek() {
        JsonNode data = Simulation.CHIP.report().evidence().get("cert_chain").get(2).get("data");
        byte[] der = new byte[data.size()];
        for (int i = 0; i < der.length; i++) {
            der[i] = (byte) data.get(i).intValue();
        }
        return der;
    }

    private static SnpVerifier verifier(List<DocumentSource> sources) {
        return Simulation.trusting(sources, Simulation.MILAN.rootsPem());
    }

    private static VerificationResult verify(List<DocumentSource> sources) {
        return verify(verifier(sources));
    }

    private static VerificationResult verify(SnpVerifier verifier) {
        return Simulation.verify(
                verifier,
                Simulation.CHIP.report().evidenceWithoutCertificates(),
                Expectations.none());
    }
}
