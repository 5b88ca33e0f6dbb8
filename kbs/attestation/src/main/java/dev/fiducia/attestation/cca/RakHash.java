package dev.fiducia.attestation.cca;

import dev.fiducia.attestation.cbor.CborPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.HashAlgorithm;

/// Hash algorithms by the names that tokens give them.
final class RakHash {

    private RakHash() {}

    static HashAlgorithm parse(CborPlace place) throws RefusedException {
        return switch (place.text()) {
            case "sha-256" -> HashAlgorithm.SHA256;
            case "sha-384" -> HashAlgorithm.SHA384;
            case "sha-512" -> HashAlgorithm.SHA512;
            default -> throw place.refused("names a hash algorithm that is not accepted");
        };
    }
}
