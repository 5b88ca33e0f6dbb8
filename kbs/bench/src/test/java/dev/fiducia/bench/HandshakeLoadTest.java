package dev.fiducia.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.attestation.simulator.SimulatedSnp;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.guest.AttestationToken;
import dev.fiducia.guest.GuestException;
import dev.fiducia.guest.GuestFailure;
import dev.fiducia.guest.KbsTransport;
import dev.fiducia.guest.RcarClient;
import dev.fiducia.guest.ResourceUri;
import dev.fiducia.guest.SampleAttester;
import dev.fiducia.guest.SimulatedSnpAttester;
import dev.fiducia.guest.TeeKey;
import dev.fiducia.guest.TeeKeyAlgorithm;
import dev.fiducia.guest.TokenClient;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.kbs.Fiducia;
import dev.fiducia.kbs.StartException;
import dev.fiducia.kbs.config.ConfigException;
import dev.fiducia.kbs.config.FiduciaConfig;

import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The guest and the driver against a whole service, over HTTP and HTTPS, in its strict default:
/// only evidence bound to registered initdata gets the secret.
class HandshakeLoadTest {

    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final byte[] SECRET = "open loop".getBytes(StandardCharsets.UTF_8);
    private static final ResourceUri RESOURCE =
            new ResourceUri("resource", "default/bench/secret", "");
    private static final String INITDATA =
            "version = \"0.1.0\"\nalgorithm = \"sha384\"\n[data]\n\"aa.toml\" = ''\n";

    /// What the simulated processor reports.
    private static final String REFERENCES =
            """
            {"snp_launch_measurement": ["%s"], "snp_bootloader": [4], "snp_microcode": [219],
             "snp_snp_svn": [24], "snp_tee_svn": [0]}
            """
                    .formatted("5a".repeat(48));

    @TempDir private static Path folder = Path.of("");
    private static List<AutoCloseable> opened = List.of();
    private static SimulatedSnp processor;
    private static int plainPort;
    private static int tlsPort;

    @BeforeAll
    static void start() throws Exception {
        processor = SimulatedSnp.milan(Instant.now(), CRYPTO);
        Fiducia plain = start("plain", "insecure_http = true");
        Fiducia tls = start("tls", "");
        opened = List.of(plain, tls);
        plainPort = plain.ports().getFirst();
        tlsPort = tls.ports().getFirst();
        prepare(plainPort);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private static Fiducia start(String name, String http)
            throws IOException, StartException, ConfigException {
        Path roots = Files.writeString(folder.resolve("roots.pem"), processor.rootsPem());
        return Fiducia.start(
                FiduciaConfig.parse(
                        """
                        [http_server]
                        sockets = ["127.0.0.1:0"]
                        %s
                        [admin]
                        authorization_mode = "InsecureAllowAll"
                        [store]
                        path = "%s"
                        [verifier.snp]
                        extra_roots = ["%s"]
                        """
                                .formatted(http, folder.resolve(name), roots),
                        "test"));
    }

    private static void prepare(int port) throws IOException, InterruptedException {
        post(port, "/kbs/v0/resource/default/bench/secret", SECRET);
        post(port, "/api/v1/initdata", INITDATA.getBytes(StandardCharsets.UTF_8));
        String payload =
                Base64.getEncoder().encodeToString(REFERENCES.getBytes(StandardCharsets.UTF_8));
        String message =
                "{\"version\":\"0.1.0\",\"type\":\"sample\",\"payload\":\"" + payload + "\"}";
        post(port, "/kbs/v0/reference-value", message.getBytes(StandardCharsets.UTF_8));
    }

    private static void post(int port, String path, byte[] body)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("Content-Type", "application/toml")
                            .POST(BodyPublishers.ofByteArray(body))
                            .build();
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        }
    }

    @Test
    void everyGuestWithTheRegisteredInitdataGetsTheSecret() throws GuestException {
        try (KbsTransport transport = KbsTransport.to("http://127.0.0.1:" + plainPort)) {
            LoadReport report =
                    HandshakeLoad.run(
                            LoadPlan.of(20, Duration.ofSeconds(2))
                                    .withWarmup(Duration.ofSeconds(1)),
                            scenario(transport, INITDATA)
                                    .withInitdata(INITDATA)
                                    .withSecret(SECRET));

            assertThat(report.errors()).isEmpty();
            assertThat(report.succeeded()).isEqualTo(40);
        }
    }

    @Test
    void noGuestWithOtherInitdataGetsIt() throws GuestException {
        String altered = INITDATA + "# altered\n";
        try (KbsTransport transport = KbsTransport.to("http://127.0.0.1:" + plainPort)) {
            LoadReport report =
                    HandshakeLoad.run(
                            LoadPlan.of(20, Duration.ofMillis(500)),
                            scenario(transport, altered).withInitdata(altered));

            assertThat(report.succeeded()).isZero();
            assertThat(report.errors()).containsOnlyKeys("unauthorized");
        }
    }

    @Test
    void aWrongSecretIsAnError() throws GuestException {
        try (KbsTransport transport = KbsTransport.to("http://127.0.0.1:" + plainPort)) {
            LoadReport report =
                    HandshakeLoad.run(
                            LoadPlan.of(10, Duration.ofMillis(300)),
                            scenario(transport, INITDATA).withSecret(new byte[] {1}));

            assertThat(report.errors()).containsOnlyKeys("wrong-secret");
        }
    }

    @ParameterizedTest
    @EnumSource(TeeKeyAlgorithm.class)
    void everyKindOfKeyGetsIt(TeeKeyAlgorithm algorithm) throws GuestException {
        try (KbsTransport transport = KbsTransport.to("http://127.0.0.1:" + plainPort)) {
            RcarClient guest =
                    RcarClient.builder(transport, attester(INITDATA), CRYPTO)
                            .teeKey(TeeKey.generate(algorithm, CRYPTO))
                            .build();

            assertThat(guest.getResource(RESOURCE)).isEqualTo(SECRET);
        }
    }

    @Test
    void anotherProcessUsesTheTokenAndTheKeysPem() throws GuestException {
        try (KbsTransport transport = KbsTransport.to("http://127.0.0.1:" + plainPort)) {
            RcarClient guest = RcarClient.builder(transport, attester(INITDATA), CRYPTO).build();
            AttestationToken token = guest.attest();
            TeeKey key = TeeKey.ofPem(guest.teeKey().toPem(), CRYPTO);
            TokenClient hub =
                    new TokenClient(
                            transport, () -> new TokenClient.TokenAndKey(token.compact(), key));

            assertThat(hub.getResource(RESOURCE)).isEqualTo(SECRET);
        }
    }

    @Test
    void theSampleAttesterIsRefused() throws GuestException {
        try (KbsTransport transport = KbsTransport.to("http://127.0.0.1:" + plainPort)) {
            RcarClient guest =
                    RcarClient.builder(transport, SampleAttester.cpu(), CRYPTO)
                            .device(SampleAttester.device())
                            .initdata(INITDATA)
                            .build();

            assertThat(refused(() -> guest.getResource(RESOURCE)).failure())
                    .isEqualTo(GuestFailure.UNAUTHORIZED);
        }
    }

    @Test
    void overTlsTheServicesOwnCertificateSuffices() throws GuestException, IOException {
        String certificate = Files.readString(folder.resolve("tls/tls/certificate.pem"));
        String url = "https://127.0.0.1:" + tlsPort;
        try (KbsTransport trusted = KbsTransport.to(url, certificate);
                KbsTransport untrusted = KbsTransport.to(url)) {
            RcarClient guest = RcarClient.builder(trusted, attester(INITDATA), CRYPTO).build();

            assertThat(guest.handshake().claims().path("submods").has("cpu0")).isTrue();
            assertThat(
                            refused(() ->
                                            RcarClient.builder(
                                                            untrusted, attester(INITDATA), CRYPTO)
                                                    .build()
                                                    .handshake())
                                    .failure())
                    .isEqualTo(GuestFailure.TLS);
        }
    }

    private static GuestScenario scenario(KbsTransport transport, String initdata) {
        return GuestScenario.of(transport, CRYPTO, attester(initdata), RESOURCE);
    }

    private static SimulatedSnpAttester attester(String initdata) {
        try {
            InitdataDocument document =
                    InitdataDocument.parse(initdata.getBytes(StandardCharsets.UTF_8));
            return new SimulatedSnpAttester(processor, Optional.of(document.digest()));
        } catch (InitdataException e) {
            throw new AssertionError(e);
        }
    }

    private static GuestException refused(ThrowingCallable call) {
        return Assertions.catchThrowableOfType(GuestException.class, call);
    }
}
