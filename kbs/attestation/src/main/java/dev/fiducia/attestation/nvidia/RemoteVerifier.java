package dev.fiducia.attestation.nvidia;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.token.CompactJws;
import dev.fiducia.attestation.token.JwsAlgorithm;
import dev.fiducia.attestation.token.TokenTimes;
import dev.fiducia.crypto.CryptoSuite;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Has NVIDIA's remote attestation service verify a device, and verifies what it answers: one token
/// over all, and one of the device, both signed with ES384 by keys of the service (specification,
/// section 4.15, "remote").
final class RemoteVerifier implements DeviceVerifier {

    private static final String CODE = "nvidia-answer-malformed";
    private static final String OVERALL = "x-nvidia-overall-att-result";
    private static final String NONCE = "eat_nonce";

    private final RemoteService service;
    private final RemoteKeys keys;
    private final InstantSource clock;

    private RemoteVerifier(RemoteService service, RemoteKeys keys, InstantSource clock) {
        this.service = service;
        this.keys = keys;
        this.clock = clock;
    }

    static RemoteVerifier of(NvidiaConfig.Remote config, CryptoSuite crypto, InstantSource clock)
            throws VerifierSetupException {
        try {
            RemoteService service = new RemoteService(config);
            return new RemoteVerifier(service, new RemoteKeys(service, crypto, clock), clock);
        } catch (IllegalArgumentException e) {
            throw new VerifierSetupException("NVIDIA's attestation service: " + e.getMessage(), e);
        }
    }

    @Override
    public VerifiedDevice verify(DeviceEvidence device, byte[] nonce) throws RefusedException {
        String teeClass = device.architecture().teeClass();
        JsonPlace answer = read(service.attest(teeClass, request(device, nonce)));
        List<JsonPlace> parts = answer.elementsUpTo(2);
        if (parts.size() != 2) {
            throw answer.refused("has not two parts");
        }
        List<JsonPlace> overall = parts.getFirst().elementsUpTo(2);
        if (overall.size() != 2 || !overall.getFirst().text().equals("JWT")) {
            throw answer.refused("has no token over all");
        }
        ObjectNode result = claims(overall.getLast().text(), nonce);
        ObjectNode claims = claims(ofDevice(parts.getLast()), nonce);
        String match = "x-nvidia-" + teeClass + "-attestation-report-nonce-match";
        if (!claims.path(match).isBoolean() || !claims.path(match).booleanValue()) {
            throw RefusedException.at(
                    "report-data-mismatch",
                    "The report's nonce is not the expected one, says the attestation service",
                    device.path());
        }
        JsonNode verdict = result.get(OVERALL);
        if (verdict == null) {
            throw answer.refused("lacks " + OVERALL);
        }
        claims.set(OVERALL, verdict);
        return new VerifiedDevice(
                device.architecture(),
                claims,
                Optional.ofNullable(claims.path("ueid").textValue()));
    }

    private static byte[] request(DeviceEvidence device, byte[] nonce) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("nonce", HexFormat.of().formatHex(nonce));
        request.put("arch", device.architecture().name());
        request.putArray("evidence_list")
                .addObject()
                .put("evidence", Base64.getEncoder().encodeToString(device.report()))
                .put("certificate", device.certificate());
        request.put("claims_version", "3.0");
        return request.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The only member of `{"GPU-0": token}`.
    private static String ofDevice(JsonPlace devices) throws RefusedException {
        if (!(devices.node() instanceof ObjectNode object) || object.size() != 1) {
            throw devices.refused("is not about exactly one device");
        }
        for (Map.Entry<String, JsonNode> device : object.properties()) {
            return devices.member(device.getKey()).text();
        }
        throw devices.refused("is about no device");
    }

    /// The claims of a token that the service signed, in its time, for this nonce if it says for
    /// which.
    private ObjectNode claims(String token, byte[] nonce) throws RefusedException {
        CompactJws jws =
                switch (CompactJws.parse(token)) {
                    case CompactJws.Result.Parsed(CompactJws parsed) -> parsed;
                    case CompactJws.Result.Malformed(Refusal refusal) ->
                            throw new RefusedException(refusal);
                };
        if (jws.algorithm() != JwsAlgorithm.ES384) {
            throw invalid("is not signed with ES384");
        }
        String keyId = jws.keyId().orElseThrow(() -> invalid("names no key"));
        ObjectNode claims =
                switch (jws.verify(keys.find(keyId))) {
                    case CompactJws.Verification.Signed(ObjectNode signed) -> signed;
                    case CompactJws.Verification.Failed(Refusal refusal) ->
                            throw new RefusedException(refusal);
                };
        Optional<Refusal> outOfTime = TokenTimes.refusal(claims, clock.instant());
        if (outOfTime.isPresent()) {
            throw new RefusedException(outOfTime.get());
        }
        if (!claims.path("iss").asText().equals(service.issuer())) {
            throw invalid("is of another issuer");
        }
        String expected = HexFormat.of().formatHex(nonce);
        if (claims.has(NONCE)
                && !claims.path(NONCE).asText().toLowerCase(Locale.ROOT).equals(expected)) {
            throw RefusedException.of(
                    "report-data-mismatch",
                    "The token of the attestation service is for another nonce");
        }
        return claims;
    }

    private static JsonPlace read(byte[] answer) throws RefusedException {
        return switch (StrictJson.read(answer)) {
            case StrictJson.Result.Read(JsonNode document) ->
                    new JsonPlace(document, "answer", CODE);
            case StrictJson.Result.Unreadable(Refusal refusal) ->
                    throw new RefusedException(refusal);
        };
    }

    private static RefusedException invalid(String what) {
        return RefusedException.of(
                "nvidia-token-invalid", "The token of the attestation service " + what);
    }
}
