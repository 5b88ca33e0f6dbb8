package dev.fiducia.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

class RcarClientTest {

    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.JDK);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TeeKey KEY = JweVector.recipient(CRYPTO);
    private static final ResourceUri SECRET =
            new ResourceUri("resource", "default/test/secret", "");
    private static final String GET = "GET /kbs/v0/resource/default/test/secret";
    private static final String AUTH = "POST /kbs/v0/auth";
    private static final String ATTEST = "POST /kbs/v0/attest";

    private final ScriptedKbs kbs = new ScriptedKbs();
    private final KbsTransport transport = KbsTransport.to(kbs.url());

    RcarClientTest() throws IOException, GuestException {}

    @AfterEach
    void close() {
        transport.close();
        kbs.close();
    }

    @Test
    void handshakesAfterTheFirst401AndOpensTheSecret() throws GuestException {
        kbs.refuses().challenges("bm9uY2U=", "abc").attests().answers(200, JweVector.JWE);

        byte[] secret = client().build().getResource(SECRET);

        assertThat(secret).isEqualTo("shhhhhhh".getBytes(StandardCharsets.US_ASCII));
        assertThat(kbs.trace()).containsExactly(GET, AUTH, ATTEST, GET);
        assertThat(kbs.asked())
                .extracting(ScriptedKbs.Asked::cookie)
                .containsExactly("", "", "kbs-session-id=abc", "kbs-session-id=abc");
    }

    @Test
    void sendsWhatTheProtocolDemands() throws GuestException, IOException {
        kbs.challenges("bm9uY2U=", "abc").attests();

        client().initdata("x = 1\n").device(SampleAttester.device()).build().handshake();

        JsonNode request = JSON.readTree(kbs.asked().get(0).body());
        JsonNode attestation = JSON.readTree(kbs.asked().get(1).body());
        assertThat(request.path("version").asText()).isEqualTo("0.4.0");
        assertThat(request.path("tee").asText()).isEqualTo("sample");
        assertThat(request.at("/extra-params/supported-hash-algorithms").toString())
                .isEqualTo("[\"sha256\",\"sha384\",\"sha512\",\"sm3\"]");
        assertThat(attestation.path("init-data").toString())
                .isEqualTo("{\"format\":\"toml\",\"body\":\"x = 1\\n\"}");
        assertThat(attestation.at("/runtime-data/nonce").asText()).isEqualTo("bm9uY2U=");
        assertThat(attestation.at("/runtime-data/tee-pubkey")).isEqualTo(KEY.publicJwk());
        JsonNode devices =
                JSON.readTree(attestation.at("/tee-evidence/additional_evidence").textValue());
        assertThat(devices.at("/sampledevice/svn").asText()).isEqualTo("2");
        assertThat(attestation.at("/tee-evidence/primary_evidence/svn").asText()).isEqualTo("1");
    }

    @Test
    void withoutInitdataAndDevicesTheMembersAreNullAndEmpty() throws GuestException, IOException {
        kbs.challenges("bm9uY2U=", "abc").attests();

        client().build().handshake();

        JsonNode attestation = JSON.readTree(kbs.asked().get(1).body());
        assertThat(attestation.path("init-data").isNull()).isTrue();
        assertThat(attestation.at("/tee-evidence/additional_evidence").textValue()).isEmpty();
    }

    @Test
    void aDeniedResourceCostsThreeRounds() {
        for (int i = 0; i < 3; i++) {
            kbs.refuses().challenges("bg==", "c" + i).attests();
        }

        GuestException failure = failure(() -> client().build().getResource(SECRET));

        assertThat(failure.failure()).isEqualTo(GuestFailure.UNAUTHORIZED);
        assertThat(failure).hasMessage("request unauthorized: PolicyDeny: Access denied");
        assertThat(kbs.trace())
                .containsExactly(GET, AUTH, ATTEST, GET, AUTH, ATTEST, GET, AUTH, ATTEST);
        assertThat(kbs.asked().get(4).cookie()).isEqualTo("kbs-session-id=c0");
        assertThat(kbs.asked().get(5).cookie()).isEqualTo("kbs-session-id=c1");
    }

    @Test
    void aMissingResourceEndsItAtOnce() {
        kbs.answers(404, "{\"type\":\"x\",\"detail\":\"y\"}");

        assertThat(failure(() -> client().build().getResource(SECRET)).failure())
                .isEqualTo(GuestFailure.RESOURCE_NOT_FOUND);
        assertThat(kbs.trace()).containsExactly(GET);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 302, 403, 500, 503})
    void anyOtherStatusEndsItAtOnce(int status) {
        kbs.answers(status, "{\"type\":\"x\",\"detail\":\"y\"}");

        assertThat(failure(() -> client().build().getResource(SECRET)).failure())
                .isEqualTo(GuestFailure.KBS_ERROR);
        assertThat(kbs.trace()).containsExactly(GET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "unauthorized",
                "{\"type\":\"x\"}",
                "{\"type\":1,\"detail\":\"x\"}"
            })
    void a401WithoutErrorInformationStartsNoHandshake(String body) {
        kbs.answers(401, body);

        assertThat(failure(() -> client().build().getResource(SECRET)).failure())
                .isEqualTo(GuestFailure.PROTOCOL);
        assertThat(kbs.trace()).containsExactly(GET);
    }

    @Test
    void aRefusedHandshakeSaysWhy() {
        kbs.answers(401, "{\"type\":\"https://x/errors/AttestationError\",\"detail\":\"too old\"}");

        GuestException failure = failure(() -> client().build().handshake());

        assertThat(failure.failure()).isEqualTo(GuestFailure.HANDSHAKE_REFUSED);
        assertThat(failure).hasMessage("auth was refused: AttestationError: too old");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 400, 413, 500})
    void onlyStatus200IsSuccessInAHandshake(int status) {
        kbs.challenges("bg==", "c").answers(status, status == 204 ? "" : "no");

        GuestException failure = failure(() -> client().build().handshake());

        assertThat(failure.failure()).isEqualTo(GuestFailure.HANDSHAKE_REFUSED);
        assertThat(failure).hasMessageContaining("attest was refused: status " + status);
    }

    @Test
    void attestTriesFiveTimes() throws GuestException {
        kbs.answers(503, "a").answers(503, "b").answers(503, "c").answers(503, "d");
        kbs.challenges("bg==", "c").attests();

        assertThat(client().build().attest().claims().path("exp").asInt()).isEqualTo(1);

        for (int i = 0; i < 6; i++) {
            kbs.answers(503, "x");
        }
        assertThat(failure(() -> client().build().attest()).failure())
                .isEqualTo(GuestFailure.HANDSHAKE_REFUSED);
        assertThat(kbs.asked()).hasSize(6 + 5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"nonce\":\"bg==\"}",
                "{\"extra-params\":\"\"}",
                "{\"nonce\":1,\"extra-params\":\"\"}",
                "{\"nonce\":\"bg==\",\"extra-params\":{\"selected-hash-algorithm\":\"md5\"}}",
                "{\"nonce\":\"bg==\",\"extra-params\":{\"selected-hash-algorithm\":256}}",
                "no json"
            })
    void aChallengeHasToBeWellFormed(String challenge) {
        kbs.answers(200, challenge, "kbs-session-id=c");

        assertThat(failure(() -> client().build().handshake()).failure())
                .isEqualTo(GuestFailure.PROTOCOL);
    }

    @Test
    void theServiceSelectsTheHash() throws GuestException, IOException {
        kbs.answers(
                200,
                "{\"nonce\":\"bg==\",\"extra-params\":{\"selected-hash-algorithm\":\"SHA256\"}}",
                "kbs-session-id=c");
        kbs.attests();

        client().build().handshake();

        JsonNode attestation = JSON.readTree(kbs.asked().get(1).body());
        String reportData = attestation.at("/tee-evidence/primary_evidence/report_data").asText();
        assertThat(java.util.Base64.getDecoder().decode(reportData)).hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b",
                "e30.e30=.s",
                "e30.W10.s",
                "e30.eyJleHAiOiJ4In0.s",
                "e30.eyJleHAiOi0xfQ.s",
                "e30.eyJpc3MiOjF9.s",
                "e30.eyJhdWQiOjF9.s"
            })
    void aTokenHasToBeWhatRealClientsRead(String token) {
        kbs.challenges("bg==", "c").answers(200, "{\"token\":\"" + token + "\"}");

        assertThat(failure(() -> client().build().handshake()).failure())
                .isEqualTo(GuestFailure.PROTOCOL);
    }

    @Test
    void aTokenFromElsewhereGoesAsBearerWithoutCookie() throws GuestException {
        kbs.refuses().answers(200, JweVector.JWE);
        var tokens = List.of("old", "new").iterator();
        TokenClient client =
                new TokenClient(transport, () -> new TokenClient.TokenAndKey(tokens.next(), KEY));

        assertThat(client.getResource(SECRET)).hasSize(8);

        assertThat(kbs.asked())
                .extracting(ScriptedKbs.Asked::authorization)
                .containsExactly("Bearer old", "Bearer new");
        assertThat(kbs.asked()).extracting(ScriptedKbs.Asked::cookie).containsOnly("");
    }

    @Test
    void aTokenThatIsRefusedThreeTimesIsUnauthorized() {
        kbs.refuses().refuses().refuses();
        TokenClient client =
                new TokenClient(transport, () -> new TokenClient.TokenAndKey("t", KEY));

        assertThat(failure(() -> client.getResource(SECRET)).failure())
                .isEqualTo(GuestFailure.UNAUTHORIZED);
        assertThat(kbs.asked()).hasSize(3);
    }

    @Test
    void aServiceThatIsNotThereIsUnreachable() throws GuestException {
        kbs.close();

        assertThat(failure(() -> client().build().handshake()).failure())
                .isEqualTo(GuestFailure.UNREACHABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:8080", "ftp://x", "http://", "http://x?y", "http://a b"})
    void onlyUrlsOfServicesAreTaken(String url) {
        assertThat(failure(() -> KbsTransport.to(url)).failure()).isEqualTo(GuestFailure.USAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no certificate",
                "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"
            })
    void onlyCertificatesAreTrusted(String pem) {
        assertThat(failure(() -> KbsTransport.to("https://localhost", pem)).failure())
                .isEqualTo(GuestFailure.USAGE);
    }

    private RcarClient.Builder client() {
        return RcarClient.builder(transport, SampleAttester.cpu(), CRYPTO)
                .teeKey(KEY)
                .pause(Duration.ZERO);
    }

    private static GuestException failure(ThrowingCallable call) {
        return catchThrowableOfType(GuestException.class, call);
    }
}
