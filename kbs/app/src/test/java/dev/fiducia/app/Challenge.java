package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;
import dev.fiducia.guest.Attester;
import dev.fiducia.guest.GuestException;
import dev.fiducia.guest.TeeKey;
import dev.fiducia.guest.TeeKeyAlgorithm;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A challenge that everybody got hold of: whoever has its cookie and its nonce can answer it with
/// evidence for a key of his own.
final class Challenge {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Attester attester;
    private final String initdata;
    private final CryptoSuite crypto;
    private final String cookie;
    private final String nonce;

    private Challenge(
            Attester attester, String initdata, CryptoSuite crypto, String cookie, String nonce) {
        this.attester = attester;
        this.initdata = initdata;
        this.crypto = crypto;
        this.cookie = cookie;
        this.nonce = nonce;
    }

    /// Asks a replica for a challenge.
    static Challenge from(
            ServiceConnection replica, Attester attester, String initdata, CryptoSuite crypto) {
        String request =
                "{\"version\":\"0.4.0\",\"tee\":\"%s\",\"extra-params\":\"\"}"
                        .formatted(attester.tee().wireName());
        HttpResponse<byte[]> challenged =
                replica.send(
                        post(replica, "auth", request.getBytes(StandardCharsets.UTF_8)).build());
        String header = challenged.headers().firstValue("set-cookie").orElseThrow();
        return new Challenge(
                attester,
                initdata,
                crypto,
                header.substring(0, header.indexOf(';')),
                AdminClient.parse(challenged.body()).path("nonce").asText());
    }

    /// An answer with a new key.
    byte[] answer() throws GuestException {
        ObjectNode key = TeeKey.generate(TeeKeyAlgorithm.ECDH_P256, crypto).publicJwk();
        String bound =
                "{\"additional-evidence\":\"\",\"nonce\":\"%s\",\"tee-pubkey\":{\"alg\":\"%s\",\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}}"
                        .formatted(
                                nonce,
                                key.path("alg").asText(),
                                key.path("x").asText(),
                                key.path("y").asText());
        JsonNode evidence =
                attester.evidence(
                        crypto.digest(
                                HashAlgorithm.SHA384, bound.getBytes(StandardCharsets.UTF_8)));
        ObjectNode attestation = JsonNodeFactory.instance.objectNode();
        attestation.putObject("init-data").put("format", "toml").put("body", initdata);
        attestation.putObject("runtime-data").put("nonce", nonce).set("tee-pubkey", key);
        attestation
                .putObject("tee-evidence")
                .put("additional_evidence", "")
                .set("primary_evidence", evidence);
        return AdminClient.write(attestation);
    }

    /// Whether a replica takes an answer. One that doesn't say so has not.
    boolean isMetBy(byte[] answer, ServiceConnection replica) {
        try {
            return replica.send(post(replica, "attest", answer).header("Cookie", cookie).build())
                            .statusCode()
                    == 200;
        } catch (CommandFailure _) {
            return false;
        }
    }

    private static HttpRequest.Builder post(ServiceConnection replica, String path, byte[] body) {
        return replica.request("/kbs/v0/" + path)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
    }
}
