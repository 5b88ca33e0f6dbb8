package dev.fiducia.attestation.nvidia;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// The remote attestation service, played by a real server, and all the ways in which it must not
/// be believed.
class RemoteVerifierTest {

    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final KeyPair KEYS = CRYPTO.generateEc(EcCurve.P384);
    private static final byte[] NONCE = CRYPTO.digest(HashAlgorithm.SHA256, new byte[] {1});
    private static final JsonMapper JSON = new JsonMapper();

    private final List<JsonNode> requests = new ArrayList<>();
    private final AtomicInteger keyFetches = new AtomicInteger();
    private HttpServer server;
    private UnaryOperator<ObjectNode> overall = UnaryOperator.identity();
    private UnaryOperator<ObjectNode> device = UnaryOperator.identity();
    private UnaryOperator<String> answer = UnaryOperator.identity();
    private String algorithm = "ES384";
    private String keyId = "k1";
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/v4/attest/",
                exchange -> {
                    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
                    requests.add(request);
                    String path = exchange.getRequestURI().getPath();
                    String teeClass = path.substring(path.lastIndexOf('/') + 1);
                    byte[] body =
                            answer.apply(answer(teeClass, request))
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.createContext(
                "/.well-known/jwks.json",
                exchange -> {
                    keyFetches.incrementAndGet();
                    byte[] body = keys().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void refusesWhenTheServiceFails() throws Exception {
        status = 500;
        assertThat(verify("HOPPER")).isRefusedAs("nvidia-service-unavailable");
        status = 302;
        assertThat(verify("HOPPER")).isRefusedAs("nvidia-service-unavailable");
        status = 200;
        answer = text -> text + " ".repeat(5 << 20);
        assertThat(verify("HOPPER")).isRefusedAs("nvidia-service-unavailable");
        server.stop(0);
        assertThat(verify("HOPPER")).isRefusedAs("nvidia-service-unavailable");
    }

    @Test
    void refusesOtherAnswers() throws Exception {
        for (String other :
                List.of("", "null", "{}", "[]", "[[]]", "[[\"JWT\"],{}]", "[[\"JWT\",\"x\"],[]]")) {
            answer = _ -> other;
            assertThat(verify("HOPPER")).isInstanceOf(VerificationResult.Refused.class);
        }
        answer = text -> text.replace("GPU-0\":", "GPU-1\":\"a.b.c\",\"GPU-0\":");
        assertThat(verify("HOPPER")).isRefusedAs("nvidia-answer-malformed");
        answer = text -> text.replace("\"JWT\"", "\"JWS\"");
        assertThat(verify("HOPPER")).isRefusedAs("nvidia-answer-malformed");
    }

    @Test
    void refusesTokensThatAreNotTheServices() throws Exception {
        algorithm = "ES256";
        assertThat(verify("HOPPER")).isRefusedAs("nvidia-token-invalid");
        algorithm = "none";
        assertThat(verify("HOPPER")).isRefusedAs("token-algorithm");
        algorithm = "HS384";
        assertThat(verify("HOPPER")).isRefusedAs("nvidia-token-invalid");
        algorithm = "ES384";
        keyId = "k2";
        assertThat(verify("HOPPER")).isRefusedAs("nvidia-token-invalid");
        keyId = "k1";
        for (boolean isOverall : new boolean[] {true, false}) {
            // One character of payload or signature of one of the two tokens.
            for (int at : new int[] {150, 200, 300, 320}) {
                answer =
                        text -> {
                            int token =
                                    isOverall ? text.indexOf("ey") : text.lastIndexOf("\"ey") + 1;
                            char[] chars = text.toCharArray();
                            chars[token + at] = chars[token + at] == 'A' ? 'B' : 'A';
                            return new String(chars);
                        };
                assertThat(verify("HOPPER")).isRefusedAs("token-signature");
            }
        }
    }

    @Test
    void refusesTokensOutOfPlace() throws Exception {
        device = claims -> claims.put("exp", NOW.minusSeconds(100).getEpochSecond());
        assertThat(verify("HOPPER")).isRefusedAs("token-expired");
        device = claims -> claims.put("nbf", NOW.plusSeconds(100).getEpochSecond());
        assertThat(verify("HOPPER")).isRefusedAs("token-not-yet-valid");
        device = claims -> claims.put("iss", "https://nras.example.com");
        assertThat(verify("HOPPER")).isRefusedAs("nvidia-token-invalid");
        device = claims -> claims.put("eat_nonce", "00".repeat(32));
        assertThat(verify("HOPPER")).isRefusedAs("report-data-mismatch");
        device = UnaryOperator.identity();
        overall = claims -> claims.put("exp", NOW.minusSeconds(100).getEpochSecond());
        assertThat(verify("HOPPER")).isRefusedAs("token-expired");
        overall = claims -> remove(claims, "x-nvidia-overall-att-result");
        assertThat(verify("HOPPER")).isRefusedAs("nvidia-answer-malformed");
    }

    @Test
    void refusesReportsWithAnotherNonce() throws Exception {
        String match = "x-nvidia-gpu-attestation-report-nonce-match";
        device = claims -> claims.put(match, false);
        assertThat(verify("HOPPER")).isRefusedAs("report-data-mismatch");
        device = claims -> claims.put(match, "true");
        assertThat(verify("HOPPER")).isRefusedAs("report-data-mismatch");
        device = claims -> remove(claims, match);
        assertThat(verify("HOPPER")).isRefusedAs("report-data-mismatch");
        // What a GPU's token says doesn't count for a switch.
        device =
                claims ->
                        remove(claims, "x-nvidia-switch-attestation-report-nonce-match")
                                .put(match, true);
        assertThat(verify("LS10")).isRefusedAs("report-data-mismatch");
    }

    @Test
    void refusesADeviceThatIsThereTwice() throws Exception {
        device = claims -> claims.put("ueid", "one");
        assertThat(verify("HOPPER", "HOPPER")).isRefusedAs("nvidia-device-twice");
    }

    @Test
    void cantBeSetUpWithoutAnAddress() {
        for (String address : List.of("ftp://host/x", "https:///x", "https://u@host/x", "x")) {
            assertThatThrownBy(() -> verifier(URI.create(address), NOW))
                    .isInstanceOf(VerifierSetupException.class);
        }
    }

    @Test
    void asksForEachDeviceAndKeepsTheKeys() throws Exception {
        VerificationResult result = verify("HOPPER", "BLACKWELL", "LS10");
        assertThat(classes(result)).containsExactly("gpu", "gpu", "switch");
        assertThat(requests).hasSize(3);
        JsonNode request = requests.getFirst();
        assertThat(request.path("nonce").asText()).isEqualTo(HexFormat.of().formatHex(NONCE));
        assertThat(request.path("arch").asText()).isEqualTo("HOPPER");
        assertThat(request.path("claims_version").asText()).isEqualTo("3.0");
        assertThat(request.at("/evidence_list/0/evidence").asText()).isEqualTo("ESI=");
        assertThat(keyFetches).hasValue(1);
        verify("HOPPER");
        assertThat(keyFetches).as("another verifier, with keys of its own").hasValue(2);
    }

    @Test
    void fetchesTheKeysAgainForANewOneAndNotForEveryOther() throws Exception {
        Instant[] now = {NOW};
        NvidiaVerifier verifier = verifier(service(), () -> now[0]);
        assertThat(verify(verifier, "HOPPER")).isInstanceOf(VerificationResult.Verified.class);
        keyId = "k2";
        assertThat(verify(verifier, "HOPPER")).isRefusedAs("nvidia-token-invalid");
        assertThat(keyFetches).hasValue(1);
        now[0] = NOW.plus(Duration.ofMinutes(2));
        assertThat(verify(verifier, "HOPPER")).isRefusedAs("nvidia-token-invalid");
        assertThat(keyFetches).hasValue(2);
        keyId = "k1";
        now[0] = NOW.plus(Duration.ofMinutes(4));
        assertThat(verify(verifier, "HOPPER")).isInstanceOf(VerificationResult.Verified.class);
        assertThat(keyFetches).hasValue(2);
    }

    @Test
    void seesACompleteSet() throws Exception {
        String[] set = new String[12];
        Arrays.fill(set, 0, 8, "HOPPER");
        Arrays.fill(set, 8, 12, "LS10");
        AtomicInteger number = new AtomicInteger();
        device = claims -> peers(claims, number.getAndIncrement(), 4);
        assertThat(classes(verify(set))).hasSize(13).endsWith("ppcie");
        // One GPU sees a switch that isn't there.
        number.set(0);
        device =
                claims -> {
                    int i = number.getAndIncrement();
                    return peers(claims, i, i == 3 ? 5 : 4);
                };
        assertThat(classes(verify(set))).hasSize(12).doesNotContain("ppcie");
        number.set(0);
        device = claims -> peers(claims, number.getAndIncrement(), 4);
        assertThat(classes(verify(Arrays.copyOf(set, 11)))).doesNotContain("ppcie");
    }

    private static ObjectNode remove(ObjectNode claims, String name) {
        claims.remove(name);
        return claims;
    }

    private static ObjectNode peers(ObjectNode claims, int number, int lastSwitch) {
        if (number < 8) {
            ArrayNode pdis = claims.putArray("x-nvidia-gpu-switch-pdis");
            for (int i = 1; i <= 4; i++) {
                pdis.add("%016x".formatted(i == 4 ? lastSwitch : i));
            }
        } else {
            claims.put("x-nvidia-switch-pdi", "%016x".formatted(number - 7));
            ArrayNode pdis = claims.putArray("x-nvidia-switch-gpu-pdis");
            for (int i = 0; i < 8; i++) {
                pdis.add("%016x".formatted(100 + i));
            }
        }
        return claims;
    }

    private VerificationResult verify(String... architectures) throws Exception {
        return verify(verifier(service(), NOW), architectures);
    }

    private static VerificationResult verify(NvidiaVerifier verifier, String... architectures) {
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        ArrayNode list = evidence.putArray("device_evidence_list");
        for (String architecture : architectures) {
            list.addObject()
                    .put("arch", architecture)
                    .put("evidence", "1122")
                    .put("certificate", "AAAA");
        }
        return verifier.verify(evidence, Expectations.ofReportData(NONCE));
    }

    private URI service() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v4/attest");
    }

    private static NvidiaVerifier verifier(URI service, Instant now) throws Exception {
        return verifier(service, InstantSource.fixed(now));
    }

    private static NvidiaVerifier verifier(URI service, InstantSource clock) throws Exception {
        return NvidiaVerifier.create(
                new NvidiaConfig.Remote(service, Duration.ofSeconds(20)), CRYPTO, clock);
    }

    private static List<String> classes(VerificationResult result) {
        return switch (result) {
            case VerificationResult.Verified(List<TeeClaims> claims) ->
                    claims.stream().map(TeeClaims::teeClass).toList();
            case VerificationResult.Refused(var refusal) ->
                    throw new AssertionError(refusal.describe());
        };
    }

    private String answer(String teeClass, JsonNode request) {
        ObjectNode all = claims(request).put("x-nvidia-overall-att-result", true);
        ObjectNode one =
                claims(request)
                        .put("x-nvidia-" + teeClass + "-attestation-report-nonce-match", true)
                        .put("measres", "success");
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        parts.addArray().add("JWT").add(token(overall.apply(all)));
        parts.addObject().put("GPU-0", token(device.apply(one)));
        return parts.toString();
    }

    private ObjectNode claims(JsonNode request) {
        String issuer = service().resolve("/").toString();
        return JsonNodeFactory.instance
                .objectNode()
                .put("iss", issuer.substring(0, issuer.length() - 1))
                .put("eat_nonce", request.path("nonce").asText())
                .put("exp", NOW.plusSeconds(3600).getEpochSecond())
                .put("nbf", NOW.getEpochSecond());
    }

    private String token(ObjectNode claims) {
        String header =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("alg", algorithm)
                        .put("kid", keyId)
                        .toString();
        String input =
                base64(header.getBytes(StandardCharsets.UTF_8))
                        + "."
                        + base64(claims.toString().getBytes(StandardCharsets.UTF_8));
        byte[] signature =
                CRYPTO.signEcdsaRaw(
                        KEYS.getPrivate(),
                        HashAlgorithm.SHA384,
                        input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + base64(signature);
    }

    private static String keys() {
        ECPublicKey key = (ECPublicKey) KEYS.getPublic();
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        ArrayNode keys = set.putArray("keys");
        keys.addObject().put("kty", "RSA").put("kid", "other");
        keys.addObject()
                .put("kty", "EC")
                .put("crv", "P-384")
                .put("kid", "k1")
                .put("x", base64(coordinate(key.getW().getAffineX())))
                .put("y", base64(coordinate(key.getW().getAffineY())));
        return set.toString();
    }

    private static byte[] coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[48];
        int length = Math.min(48, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, 48 - length, length);
        return fixed;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
