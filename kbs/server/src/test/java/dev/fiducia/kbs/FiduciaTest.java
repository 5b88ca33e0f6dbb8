package dev.fiducia.kbs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.attestation.simulator.SimulatedSnp;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.kbs.http.RawHttp;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The whole service over real sockets: plaintext and TLS, guests that are right and guests that
/// are not.
class FiduciaTest {
    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final byte[] HOST_DATA = new byte[32];
    private static final String SECRET = "eight by";

    @TempDir static Path folder;
    private static SimulatedSnp processor;
    private static Fiducia plain;
    private static Fiducia tls;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        processor = SimulatedSnp.milan(Instant.now(), CRYPTO);
        Path roots = Files.writeString(folder.resolve("roots.pem"), processor.rootsPem());
        plain = start("plain", "insecure_http = true", roots);
        tls = start("tls", "", roots);
    }

    private static Fiducia start(String name, String httpServer, Path roots) throws Exception {
        return Fiducia.start(
                FiduciaConfig.parse(
                        """
                        [http_server]
                        sockets = ["127.0.0.1:0"]
                        payload_request_size = 1
                        %s
                        [admin]
                        authorization_mode = "InsecureAllowAll"
                        [store]
                        path = "%s"
                        [policy]
                        profile = "compatible"
                        [verifier.snp]
                        extra_roots = ["%s"]
                        """
                                .formatted(httpServer, folder.resolve(name), roots),
                        "test"));
    }

    @AfterAll
    static void stop() {
        plain.close();
        tls.close();
    }

    private static String base() {
        return "http://127.0.0.1:" + plain.ports().getFirst();
    }

    private TestGuest guest() {
        return new TestGuest(http, base(), CRYPTO);
    }

    private static void assertError(
            HttpResponse<String> answer, int status, String type, String code) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(TestGuest.json(answer).get("type").textValue())
                .isEqualTo("https://github.com/confidential-containers/kbs/errors/" + type);
        assertThat(TestGuest.json(answer).get("detail").isTextual()).isTrue();
        assertThat(TestGuest.json(answer).get("code").textValue()).isEqualTo(code);
    }

    @Test
    void theFirstRequestWithoutACookieIsToldToAttest() throws Exception {
        assertError(guest().get("resource/a/b/c"), 401, "TokenNotFound", "token-not-found");
    }

    @Test
    void aChallengedGuestIsNotYetAttested() throws Exception {
        TestGuest guest = guest();
        guest.auth("snp");

        assertError(guest.get("resource/a/b/c"), 401, "TokenNotFound", "token-not-found");
    }

    @Test
    void anAttestedGuestGetsItsSecretByCookieAndByToken() throws Exception {
        TestGuest guest = guest();
        assertThat(guest.post("resource/default/test/secret", SECRET).statusCode()).isEqualTo(200);
        guest.auth("snp");
        HttpResponse<String> attested = guest.attestSnp(processor, HOST_DATA);

        assertThat(attested.statusCode()).as(attested.body()).isEqualTo(200);
        assertThat(attested.headers().firstValue("set-cookie")).isPresent();
        for (String path :
                List.of(
                        "resource/default/test/secret",
                        "resource//default/test/secret",
                        "resource/default%2Ftest/secret?x=y")) {
            assertThat(guest.open(guest.get(path))).asString().isEqualTo(SECRET);
        }
        assertThat(
                        guest.open(
                                guest.getWithToken(
                                        "resource/default/test/secret", TestGuest.token(attested))))
                .asString()
                .isEqualTo(SECRET);
    }

    @Test
    void aMissingResourceIs404OnlyForThoseWhoMayAsk() throws Exception {
        TestGuest guest = guest();
        guest.auth("snp");
        guest.attestSnp(processor, HOST_DATA);
        assertError(
                guest.get("resource/no/such/thing"),
                404,
                "PluginInternalError",
                "resource-not-found");

        TestGuest sample = guest();
        sample.auth("sample");
        assertThat(sample.attestSample().statusCode()).isEqualTo(200);
        assertError(sample.get("resource/no/such/thing"), 401, "PolicyDeny", "policy-deny");
    }

    @ParameterizedTest
    @CsvSource({
        "resource, PluginInternalError, 401",
        "resource/a/b, PluginInternalError, 401",
        "resource/a/b/c/d, PluginInternalError, 401",
        "resource/a/b/c/, PluginInternalError, 401",
        "resource/.a/b/c, PluginInternalError, 401",
        "resource/a/b/c%20d, PluginInternalError, 401",
        "resource/a/b/c%252e, PluginInternalError, 401",
        "resource/a/%2e%2e/c, InvalidRequestPath, 404",
        "resource/a/b/%00, InvalidRequestPath, 404",
        "'', PluginNotFound, 404",
        "auth, PluginNotFound, 404",
        "nebula-ca/credential, PluginNotFound, 404"
    })
    void refusesPathsBeforeItAsksForAToken(String path, String type, int status) throws Exception {
        HttpResponse<String> answer = guest().get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(TestGuest.json(answer).get("type").textValue()).endsWith("/" + type);
    }

    @Test
    void refusesEvidenceThatIsBoundToAnotherNonce() throws Exception {
        TestGuest guest = guest();
        guest.auth("snp");
        byte[] old = guest.reportData();
        guest.auth("snp");

        assertThat(guest.attest(processor.report().reportData(old).evidence()).statusCode())
                .isEqualTo(401);
        assertError(guest.get("resource/a/b/c"), 401, "TokenNotFound", "token-not-found");
    }

    @Test
    void refusesAForeignProcessor() throws Exception {
        TestGuest guest = guest();
        guest.auth("snp");
        HttpResponse<String> answer =
                guest.attestSnp(SimulatedSnp.milan(Instant.now(), CRYPTO), HOST_DATA);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("AttestationError", "RCAR handshake Attest failed");
    }

    @Test
    void tellsOtherVersionsWhatItSpeaks() throws Exception {
        HttpResponse<String> answer =
                guest().post(
                                "auth",
                                "{\"version\":\"0.1.0\",\"tee\":\"snp\",\"extra-params\":\"\"}");

        assertError(answer, 401, "AttestationError", "version-mismatch");
        assertThat(TestGuest.json(answer).get("detail").textValue())
                .isEqualTo(
                        "Attestation error: RCAR handshake Auth failed: KBS Client Protocol Version Mismatch: expect =0.4.0 while the request is 0.1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"version\":1}", "\u0000", "{\"a\":1}{\"b\":2}"})
    void everyMalformedBodyIsAClearError(String body) throws Exception {
        TestGuest guest = guest();
        assertError(guest.post("auth", body), 401, "AttestationError", "message-malformed");
        guest.auth("snp");
        assertError(guest.post("attest", body), 401, "AttestationError", "message-malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "a.b.c",
                "eyJhbGciOiJub25lIn0.e30.",
                "..",
                "eyJhbGciOiJIUzI1NiJ9.e30.AAAA",
                "💥"
            })
    void refusesForeignTokens(String token) throws Exception {
        try (RawHttp raw = new RawHttp(plain.ports().getFirst())) {
            RawHttp.Answer answer =
                    raw.send(
                                    "GET /kbs/v0/resource/a/b/c HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ")
                            .send(token.getBytes(StandardCharsets.UTF_8))
                            .send("\r\n\r\n")
                            .read();

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).contains("TokenVerifierError");
        }
    }

    @Test
    void aHugeTokenIsReadAndRefused() throws Exception {
        try (RawHttp raw = new RawHttp(plain.ports().getFirst())) {
            RawHttp.Answer answer =
                    raw.send(
                                    "GET /kbs/v0/resource/a/b/c HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\n\r\n"
                                            .formatted("a".repeat(128 * 1024)))
                            .read();

            assertThat(answer.status()).isEqualTo(401);
        }
    }

    @Test
    void anOversizedBodyIs413() throws Exception {
        try (RawHttp raw = new RawHttp(plain.ports().getFirst())) {
            RawHttp.Answer answer =
                    raw.send(
                                    "POST /kbs/v0/attest HTTP/1.1\r\nHost: h\r\nContent-Length: 1048577\r\n\r\n")
                            .read();

            assertThat(answer.status()).isEqualTo(413);
        }
    }

    @Test
    void deletingWhatIsNotThereSaysSo() throws Exception {
        HttpResponse<String> answer =
                http.send(
                        java.net.http.HttpRequest.newBuilder(
                                        java.net.URI.create(
                                                base() + "/kbs/v0/resource/no/such/thing"))
                                .DELETE()
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertError(answer, 401, "PluginInternalError", "resource-not-found");
    }

    @Test
    void healthIsEmpty() throws Exception {
        HttpResponse<String> answer =
                http.send(
                        java.net.http.HttpRequest.newBuilder(
                                        java.net.URI.create(base() + "/healthz"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void manyAtOnceOnOneChallengeGetOneToken() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                TestGuest guest = guest();
                guest.auth("snp");
                var evidence = processor.report().reportData(guest.reportData()).evidence();
                List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
                for (int i = 0; i < 2 + round % 15; i++) {
                    calls.add(() -> guest.attest(evidence));
                }
                Set<String> tokens = new HashSet<>();
                for (Future<HttpResponse<String>> call : threads.invokeAll(calls)) {
                    assertThat(call.get().statusCode()).isEqualTo(200);
                    tokens.add(TestGuest.token(call.get()));
                }
                assertThat(tokens).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
    void servesTheSameOverTls(String version) throws Exception {
        HttpClient client =
                TlsClient.trusting(
                        folder.resolve("tls/tls/certificate.pem"),
                        HttpClient.Version.valueOf(version));
        TestGuest guest =
                new TestGuest(client, "https://127.0.0.1:" + tls.ports().getFirst(), CRYPTO);
        guest.post("resource/default/test/secret", SECRET);
        HttpResponse<String> challenged = guest.auth("snp");
        guest.attestSnp(processor, HOST_DATA);

        assertThat(challenged.version()).hasToString(version);
        assertThat(guest.open(guest.get("resource/default/test/secret")))
                .asString()
                .isEqualTo(SECRET);
    }
}
