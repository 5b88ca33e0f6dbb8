package dev.fiducia.kbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.simulator.SimulatedSnp;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;
import dev.fiducia.kbs.jwe.JweOpener;
import dev.fiducia.kbs.jwe.TeeKeys;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/// A guest step by step, written from the protocol's description: the test decides what it sends
/// and in which order. Its hash is its own, so that server and guest can't be wrong together.
final class TestGuest {
    private static final ObjectMapper JSON = new ObjectMapper();

    final CryptoSuite crypto;
    final KeyPair pair;
    final ObjectNode teeKey;
    private final HttpClient http;
    private String base;
    private Optional<String> cookie = Optional.empty();
    private Optional<String> initdata = Optional.empty();
    private String nonce = "";

    TestGuest(HttpClient http, String base, CryptoSuite crypto) {
        this.http = http;
        this.base = base;
        this.crypto = crypto;
        this.pair = crypto.generateEc(EcCurve.P256);
        this.teeKey = TeeKeys.ec(EcCurve.P256, pair);
    }

    HttpResponse<String> auth(String tee) throws Exception {
        HttpResponse<String> answer =
                post(
                        "auth",
                        "{\"version\":\"0.4.0\",\"tee\":\"%s\",\"extra-params\":\"\"}"
                                .formatted(tee));
        if (answer.statusCode() == 200) {
            String header = answer.headers().firstValue("set-cookie").orElseThrow();
            cookie = Optional.of(header.substring(0, header.indexOf(';')));
            nonce = JSON.readTree(answer.body()).get("nonce").textValue();
        }
        return answer;
    }

    /// Sends its requests to another replica from now on, as a load balancer would.
    void goesTo(TestService replica) {
        base = replica.base();
    }

    /// Another guest that got hold of this one's challenge.
    TestGuest thief() {
        TestGuest thief = new TestGuest(http, base, crypto);
        thief.cookie = cookie;
        thief.nonce = nonce;
        return thief;
    }

    /// Sends the plaintext of its initdata along from now on.
    void tells(String document) {
        initdata = Optional.of(document);
    }

    HttpResponse<String> attestSnp(SimulatedSnp processor, byte[] hostData) throws Exception {
        return attest(processor.report().reportData(reportData()).hostData(hostData).evidence());
    }

    HttpResponse<String> attestSample() throws Exception {
        return attest(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("svn", "1")
                        .put("report_data", Base64.getEncoder().encodeToString(reportData())));
    }

    HttpResponse<String> attest(ObjectNode evidence) throws Exception {
        return post("attest", attestBody(evidence));
    }

    String attestBody(ObjectNode evidence) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("runtime-data").put("nonce", nonce).set("tee-pubkey", teeKey);
        body.putObject("tee-evidence")
                .put("additional_evidence", "")
                .set("primary_evidence", evidence);
        initdata.ifPresent(
                text -> body.putObject("init-data").put("format", "toml").put("body", text));
        return body.toString();
    }

    /// SHA-384 over the canonical form, put together by hand.
    byte[] reportData() {
        String canonical =
                "{\"additional-evidence\":\"\",\"nonce\":\"%s\",\"tee-pubkey\":{\"alg\":\"%s\",\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}}"
                        .formatted(
                                nonce,
                                teeKey.get("alg").textValue(),
                                teeKey.get("x").textValue(),
                                teeKey.get("y").textValue());
        return crypto.digest(HashAlgorithm.SHA384, canonical.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET());
    }

    HttpResponse<String> getWithToken(String path, String token) throws Exception {
        cookie = Optional.empty();
        return send(request(path).GET().header("Authorization", "Bearer " + token));
    }

    byte[] open(HttpResponse<String> answer) throws Exception {
        return new JweOpener(crypto).open(pair.getPrivate(), json(answer));
    }

    static JsonNode json(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body());
    }

    static String token(HttpResponse<String> answer) throws Exception {
        return json(answer).get("token").textValue();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + "/kbs/v0/" + path))
                        .timeout(Duration.ofSeconds(30));
        cookie.ifPresent(value -> request.header("Cookie", value));
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
