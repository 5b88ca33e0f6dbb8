package dev.fiducia.attestation.snp;

import java.util.Optional;

/// Which key signed the report, and whether an author key vouched for the guest (KEY_INFO).
///
/// @param bits the 32 bits as reported
record SnpKeyInfo(int bits) {

    boolean authorKeyEnabled() {
        return (bits & 1) == 1;
    }

    boolean maskChipKey() {
        return (bits >>> 1 & 1) == 1;
    }

    /// The kind of key that signed, empty for none or an unknown one.
    Optional<VekType> signingKey() {
        return switch (bits >>> 2 & 7) {
            case 0 -> Optional.of(VekType.VCEK);
            case 1 -> Optional.of(VekType.VLEK);
            default -> Optional.empty();
        };
    }
}
