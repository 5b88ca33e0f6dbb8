package dev.fiducia.attestation.azure;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.tpm.AttestationKey;
import dev.fiducia.crypto.CryptoSuite;

import java.util.List;
import java.util.Optional;

/// What the paravisor bound to the hardware report: the vTPM's attestation key, the VM's settings,
/// and what the guest asked to have in it.
///
/// @param key the vTPM's attestation key (`HCLAkPub`)
/// @param userData the 64 bytes that the guest wrote, all zero when it wrote none; empty when the
///   paravisor knows of none
/// @param configuration the VM's settings (`vm-configuration`)
record RuntimeData(
        AttestationKey key, Optional<byte[]> userData, Optional<JsonNode> configuration) {

    private static final String ATTESTATION_KEY = "HCLAkPub";
    private static final String CODE = "hcl-runtime-data-malformed";
    private static final int MAX_KEYS = 8;
    private static final int MAX_KEY_BYTES = 512;
    static final int USER_DATA_LENGTH = 64;

    static RuntimeData parse(byte[] json, CryptoSuite crypto) throws RefusedException {
        JsonNode document =
                switch (StrictJson.read(json)) {
                    case StrictJson.Result.Read(JsonNode read) -> read;
                    case StrictJson.Result.Unreadable(var refusal) ->
                            throw RefusedException.at(
                                    CODE,
                                    "The runtime data is not JSON: " + refusal.message(),
                                    "runtime_data");
                };
        JsonPlace root = new JsonPlace(document, "runtime_data", CODE);
        Optional<JsonPlace> userData = root.optionalMember("user-data");
        return new RuntimeData(
                key(root, crypto),
                userData.isPresent() ? Optional.of(userData(userData.get())) : Optional.empty(),
                root.optionalMember("vm-configuration").map(JsonPlace::node));
    }

    private static byte[] userData(JsonPlace json) throws RefusedException {
        byte[] bytes = json.hexUpTo(USER_DATA_LENGTH);
        if (bytes.length != USER_DATA_LENGTH) {
            throw json.refused("does not stand for " + USER_DATA_LENGTH + " bytes");
        }
        return bytes;
    }

    /// One key of that name, no more: which of two would have signed is nothing to guess.
    private static AttestationKey key(JsonPlace root, CryptoSuite crypto) throws RefusedException {
        List<JsonPlace> keys = root.member("keys").elementsUpTo(MAX_KEYS);
        Optional<JsonPlace> found = Optional.empty();
        for (JsonPlace key : keys) {
            if (key.member("kid").text().equals(ATTESTATION_KEY)) {
                if (found.isPresent()) {
                    throw key.refused("is a second key named " + ATTESTATION_KEY);
                }
                found = Optional.of(key);
            }
        }
        if (found.isEmpty()) {
            throw root.member("keys").refused("has no attestation key " + ATTESTATION_KEY);
        }
        JsonPlace key = found.get();
        if (!key.member("kty").text().equals("RSA")) {
            throw key.refused("is not an RSA key");
        }
        return AttestationKey.rsa(
                key.member("n").base64UrlUpTo(MAX_KEY_BYTES),
                key.member("e").base64UrlUpTo(MAX_KEY_BYTES),
                crypto);
    }
}
