package dev.fiducia.attestation.se;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The text that a guest gets in place of a nonce: the request for its machine, and what it has to
/// give back with the measurement.
///
/// @param block the attestation request control block
/// @param measurementKey sealed for the service
/// @param nonce sealed for the service
/// @param imageTags digests and tag of the image's header
@SuppressWarnings("ArrayRecordComponent") // a carrier within this package, never compared
record SeRequest(byte[] block, byte[] measurementKey, byte[] nonce, byte[] imageTags) {

    private static final String CODE = "se-challenge-malformed";
    private static final int MAX_BLOCK =
            AttestationRequestBlock.FIXED
                    + AttestationRequestBlock.MAX_SLOTS * AttestationRequestBlock.SLOT
                    + AttestationRequestBlock.MEASUREMENT_KEY
                    + AttestationRequestBlock.NONCE
                    + AttestationRequestBlock.TAG;

    /// JSON with the members that guests know.
    String text() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("request_blob", base64(block));
        json.put("measurement_size", Measurement.LENGTH);
        json.put("additional_size", SeEvidence.ADDITIONAL);
        json.put("encr_measurement_key", base64(measurementKey));
        json.put("encr_request_nonce", base64(nonce));
        json.put("image_hdr_tags", base64(imageTags));
        return json.toString();
    }

    static SeRequest parse(String text) throws RefusedException {
        JsonNode json =
                switch (StrictJson.read(text.getBytes(StandardCharsets.UTF_8))) {
                    case StrictJson.Result.Read(JsonNode read) -> read;
                    case StrictJson.Result.Unreadable _ ->
                            throw RefusedException.of(
                                    CODE,
                                    "The handshake's challenge is no request for Secure Execution");
                };
        JsonPlace root = new JsonPlace(json, "challenge", CODE);
        return new SeRequest(
                root.member("request_blob").base64UpTo(MAX_BLOCK),
                root.member("encr_measurement_key")
                        .base64UpTo(RequestSeal.Secret.MEASUREMENT_KEY.sealedLength()),
                root.member("encr_request_nonce")
                        .base64UpTo(RequestSeal.Secret.NONCE.sealedLength()),
                root.member("image_hdr_tags").base64UpTo(ImageHeader.TAGS));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
