package dev.fiducia.attestation.tpm;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.HashAlgorithm;

/// TPM_ALG_ID of the hashes that quotes are made with. SHA-1 is left out on purpose.
enum TpmHash {
    SHA256(0x000B, HashAlgorithm.SHA256),
    SHA384(0x000C, HashAlgorithm.SHA384),
    SHA512(0x000D, HashAlgorithm.SHA512);

    private final int id;
    private final HashAlgorithm algorithm;

    TpmHash(int id, HashAlgorithm algorithm) {
        this.id = id;
        this.algorithm = algorithm;
    }

    int id() {
        return id;
    }

    HashAlgorithm algorithm() {
        return algorithm;
    }

    static TpmHash of(int id) throws RefusedException {
        for (TpmHash hash : values()) {
            if (hash.id == id) {
                return hash;
            }
        }
        throw RefusedException.of(
                "tpm-signature-algorithm",
                String.format("The quote is signed with hash 0x%04x, which is not accepted", id));
    }
}
