package dev.fiducia.attestation.nvidia;

import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What an attester sends of one device.
///
/// @param uuid as the attester says; nothing vouches for it
/// @param report request and response of SPDM
/// @param certificate base64 of a PEM chain, as sent
/// @param chain the PEM chain
/// @param path where in the evidence
@SuppressWarnings("ArrayRecordComponent") // never changed nor compared
record DeviceEvidence(
        Architecture architecture,
        String uuid,
        byte[] report,
        String certificate,
        byte[] chain,
        String path) {

    static final String CODE = "nvidia-evidence-malformed";
    private static final int MAX_DEVICES = 32;
    private static final int MAX_UUID = 128;
    private static final int MAX_REPORT = 64 << 10;
    private static final int MAX_CHAIN = 64 << 10;

    static List<DeviceEvidence> parse(JsonPlace root) throws RefusedException {
        JsonPlace list = root.member("device_evidence_list");
        List<DeviceEvidence> devices = new ArrayList<>();
        for (JsonPlace place : list.elementsUpTo(MAX_DEVICES)) {
            devices.add(device(place));
        }
        if (devices.isEmpty()) {
            throw list.refused("has no device");
        }
        return List.copyOf(devices);
    }

    private static DeviceEvidence device(JsonPlace place) throws RefusedException {
        Optional<JsonPlace> uuid = place.optionalMember("uuid");
        String name = uuid.isPresent() ? uuid.get().text() : "unknown";
        if (name.length() > MAX_UUID) {
            throw place.refused("has a uuid of " + name.length() + " characters");
        }
        JsonPlace certificate = place.member("certificate");
        return new DeviceEvidence(
                Architecture.parse(place.member("arch")),
                name,
                report(place.member("evidence")),
                certificate.text(),
                certificate.base64UpTo(MAX_CHAIN),
                place.path());
    }

    /// Hexadecimal is tried first: what reads as that would often be base64, too.
    private static byte[] report(JsonPlace place) throws RefusedException {
        String text = place.text();
        boolean isHex = text.length() % 2 == 0 && text.chars().allMatch(HexFormat::isHexDigit);
        return isHex ? place.hexUpTo(MAX_REPORT) : place.base64UpTo(MAX_REPORT);
    }
}
