package dev.fiducia.attestation.appraisal;

import java.util.Optional;

/// The claims of a trustworthiness vector, in the order of their AR4SI keys.
public enum TrustClaim {
    INSTANCE_IDENTITY("instance-identity"),
    CONFIGURATION("configuration"),
    EXECUTABLES("executables"),
    FILE_SYSTEM("file-system"),
    HARDWARE("hardware"),
    RUNTIME_OPAQUE("runtime-opaque"),
    STORAGE_OPAQUE("storage-opaque"),
    SOURCED_DATA("sourced-data");

    private final String wireName;

    TrustClaim(String wireName) {
        this.wireName = wireName;
    }

    /// The claim's name in a token and in a policy's `trust_claims`.
    public String wireName() {
        return wireName;
    }

    /// The claim of that name; names with underscores are other names.
    public static Optional<TrustClaim> named(String wireName) {
        for (TrustClaim claim : values()) {
            if (claim.wireName.equals(wireName)) {
                return Optional.of(claim);
            }
        }
        return Optional.empty();
    }
}
