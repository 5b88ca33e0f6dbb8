package dev.fiducia.attestation.eventlog;

import dev.fiducia.crypto.HashAlgorithm;

import java.util.Optional;

/// TPM_ALG_ID in event logs, by the names that claims give them.
public enum EventAlgorithm {
    RSA(0x01, "RSA", Optional.empty()),
    TDES(0x03, "TDES", Optional.empty()),
    SHA1(0x04, "SHA-1", Optional.empty()),
    SHA256(0x0B, "SHA-256", Optional.of(HashAlgorithm.SHA256)),
    SHA384(0x0C, "SHA-384", Optional.of(HashAlgorithm.SHA384)),
    SHA512(0x0D, "SHA-512", Optional.of(HashAlgorithm.SHA512)),
    SM3(0x12, "SM3", Optional.of(HashAlgorithm.SM3));

    private final int id;
    private final String label;
    private final Optional<HashAlgorithm> hash;

    EventAlgorithm(int id, String label, Optional<HashAlgorithm> hash) {
        this.id = id;
        this.label = label;
        this.hash = hash;
    }

    String label() {
        return label;
    }

    /// How to compute it; empty of what is no hash, or none that is worth computing.
    Optional<HashAlgorithm> hash() {
        return hash;
    }

    static Optional<EventAlgorithm> of(int id) {
        for (EventAlgorithm algorithm : values()) {
            if (algorithm.id == id) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
