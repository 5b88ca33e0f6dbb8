package dev.fiducia.attestation.snp;

/// What is switched on in the platform that runs the guest (PLATFORM_INFO).
///
/// @param bits the 64 bits as reported
record SnpPlatform(long bits) {

    boolean smtEnabled() {
        return bit(0);
    }

    boolean tsmeEnabled() {
        return bit(1);
    }

    boolean eccEnabled() {
        return bit(2);
    }

    boolean raplDisabled() {
        return bit(3);
    }

    boolean ciphertextHiding() {
        return bit(4);
    }

    boolean aliasCheckComplete() {
        return bit(5);
    }

    boolean tioEnabled() {
        return bit(7);
    }

    private boolean bit(int index) {
        return (bits >>> index & 1) == 1;
    }
}
