package dev.fiducia.attestation.se;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.util.Arrays;

/// What a guest brings, complete and of the right lengths; nothing in it is believed yet.
///
/// @param measurement by the machine
/// @param measured what it is over, as the guest says
/// @param measurementKey as the request had it, sealed
/// @param nonce as the request had it, sealed
@SuppressWarnings("ArrayRecordComponent") // a carrier within this package, never compared
record SeEvidence(byte[] measurement, Measurement measured, byte[] measurementKey, byte[] nonce) {

    /// Bytes of additional data: the two hashes of host keys that requests ask for.
    static final int ADDITIONAL = 64;

    /// Bytes of the user data that have report data in them.
    static final int REPORT_DATA = 64;

    private static final String CODE = "se-evidence-malformed";
    private static final int GUEST_ID = 16;
    private static final int MAX_USER_DATA = 256;
    private static final int HASH = 32;

    static SeEvidence parse(JsonNode json) throws RefusedException {
        JsonPlace root = JsonPlace.root(json, CODE);
        byte[] userData = root.member("user_data").base64UpTo(MAX_USER_DATA);
        if (userData.length < REPORT_DATA) {
            throw root.member("user_data")
                    .refused("stands for less than " + REPORT_DATA + " bytes");
        }
        return new SeEvidence(
                exactly(root, "measurement", Measurement.LENGTH),
                new Measurement(
                        exactly(root, "image_hdr_tags", ImageHeader.TAGS),
                        exactly(root, "cuid", GUEST_ID),
                        userData,
                        exactly(root, "additional_data", ADDITIONAL)),
                exactly(
                        root,
                        "encr_measurement_key",
                        RequestSeal.Secret.MEASUREMENT_KEY.sealedLength()),
                exactly(root, "encr_request_nonce", RequestSeal.Secret.NONCE.sealedLength()));
    }

    /// The hash of the host key that opened the image.
    byte[] imageHostKey() {
        return Arrays.copyOf(measured.additionalData(), HASH);
    }

    /// The hash of the host key that opened the request.
    byte[] attestationHostKey() {
        return Arrays.copyOfRange(measured.additionalData(), HASH, 2 * HASH);
    }

    byte[] reportData() {
        return Arrays.copyOf(measured.userData(), REPORT_DATA);
    }

    /// The tag of the image's header.
    byte[] imageTag() {
        byte[] tags = measured.imageTags();
        return Arrays.copyOfRange(tags, tags.length - ImageHeader.TAG, tags.length);
    }

    /// Whether it gives back what a request had.
    boolean answers(SeRequest request) {
        return Arrays.equals(measurementKey, request.measurementKey())
                && Arrays.equals(nonce, request.nonce())
                && Arrays.equals(measured.imageTags(), request.imageTags());
    }

    private static byte[] exactly(JsonPlace root, String name, int length) throws RefusedException {
        byte[] bytes = root.member(name).base64UpTo(length);
        if (bytes.length != length) {
            throw root.member(name).refused("does not stand for " + length + " bytes");
        }
        return bytes;
    }
}
