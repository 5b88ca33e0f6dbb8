package dev.fiducia.guest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// One handshake: request, challenge, attestation, response.
final class Handshake {

    private static final String VERSION = "0.4.0";

    private final KbsTransport transport;
    private final CryptoSuite crypto;
    private final Attester primary;
    private final List<Attester> additional;
    private final Optional<String> initdata;

    /// The session and the token that a handshake ended in.
    record Outcome(Optional<String> cookie, AttestationToken token) {}

    Handshake(
            KbsTransport transport,
            CryptoSuite crypto,
            Attester primary,
            List<Attester> additional,
            Optional<String> initdata) {
        this.transport = transport;
        this.crypto = crypto;
        this.primary = primary;
        this.additional = additional;
        this.initdata = initdata;
    }

    Outcome run(TeeKey key, Optional<String> oldCookie) throws GuestException {
        KbsAnswer challenged =
                succeeded("auth", transport.post("/auth", bytes(request()), oldCookie));
        JsonNode challenge = challenged.json("the challenge");
        Optional<String> cookie = challenged.sessionCookie().or(() -> oldCookie);
        ObjectNode attestation = attestation(key, nonce(challenge), hash(challenge));
        KbsAnswer attested =
                succeeded("attest", transport.post("/attest", bytes(attestation), cookie));
        JsonNode token = attested.json("the answer to the evidence").path("token");
        if (!token.isTextual()) {
            throw new GuestException(GuestFailure.PROTOCOL, "the service gave no token");
        }
        return new Outcome(
                attested.sessionCookie().or(() -> cookie),
                AttestationToken.parse(token.textValue()));
    }

    private ObjectNode request() {
        ObjectNode request = object();
        request.put("version", VERSION).put("tee", primary.tee().wireName());
        var hashes = request.putObject("extra-params").putArray("supported-hash-algorithms");
        for (HashAlgorithm each : HashAlgorithm.values()) {
            hashes.add(each.wireName());
        }
        return request;
    }

    private ObjectNode attestation(TeeKey key, String nonce, HashAlgorithm hash)
            throws GuestException {
        RuntimeData runtimeData = new RuntimeData(nonce, key.publicJwk());
        String others = additionalEvidence(runtimeData.device(hash, crypto));
        JsonNode evidence = primary.evidence(nonce, runtimeData.primary(others, hash, crypto));
        ObjectNode attestation = object();
        attestation.set("init-data", initdataMember());
        attestation
                .putObject("runtime-data")
                .put("nonce", nonce)
                .set("tee-pubkey", key.publicJwk());
        attestation
                .putObject("tee-evidence")
                .put("additional_evidence", others)
                .set("primary_evidence", evidence);
        return attestation;
    }

    private String additionalEvidence(byte[] reportData) throws GuestException {
        if (additional.isEmpty()) {
            return "";
        }
        ObjectNode devices = object();
        for (Attester device : additional) {
            devices.set(device.tee().wireName(), device.evidence(reportData));
        }
        return devices.toString();
    }

    private JsonNode initdataMember() {
        return initdata.<JsonNode>map(text -> object().put("format", "toml").put("body", text))
                .orElse(JsonNodeFactory.instance.nullNode());
    }

    private static String nonce(JsonNode challenge) throws GuestException {
        JsonNode nonce = challenge.path("nonce");
        if (!nonce.isTextual() || !challenge.has("extra-params")) {
            throw new GuestException(
                    GuestFailure.PROTOCOL, "the challenge lacks its nonce or its extra-params");
        }
        return nonce.textValue();
    }

    private static HashAlgorithm hash(JsonNode challenge) throws GuestException {
        JsonNode selected = challenge.path("extra-params").path("selected-hash-algorithm");
        if (selected.isMissingNode()) {
            return HashAlgorithm.SHA384;
        }
        return HashAlgorithm.of(selected.asText())
                .filter(_ -> selected.isTextual())
                .orElseThrow(() ->
                        new GuestException(
                                GuestFailure.PROTOCOL,
                                "the challenge selects an unknown hash algorithm"));
    }

    /// Only 200 is success; a 401 has to explain itself in the protocol's form.
    private static KbsAnswer succeeded(String step, KbsAnswer answer) throws GuestException {
        if (answer.status() == 200) {
            return answer;
        }
        String why =
                answer.status() == 401
                        ? ErrorInformation.parse(answer).describe()
                        : "status " + answer.status() + " " + shortened(answer.text());
        throw new GuestException(GuestFailure.HANDSHAKE_REFUSED, step + " was refused: " + why);
    }

    private static String shortened(String text) {
        return text.length() > 500 ? text.substring(0, 500) + "…" : text;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
