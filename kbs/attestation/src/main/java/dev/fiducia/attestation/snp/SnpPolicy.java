package dev.fiducia.attestation.snp;

/// The guest policy: what the guest's owner allows the platform to do, fixed at launch.
///
/// @param bits the 64 bits as reported
record SnpPolicy(long bits) {

    int abiMinor() {
        return (int) (bits & 0xFF);
    }

    int abiMajor() {
        return (int) (bits >>> 8 & 0xFF);
    }

    boolean smtAllowed() {
        return bit(16);
    }

    boolean migrationAgentAllowed() {
        return bit(18);
    }

    boolean debugAllowed() {
        return bit(19);
    }

    boolean singleSocketRequired() {
        return bit(20);
    }

    boolean cxlAllowed() {
        return bit(21);
    }

    boolean aes256XtsRequired() {
        return bit(22);
    }

    boolean raplDisabled() {
        return bit(23);
    }

    boolean ciphertextHiding() {
        return bit(24);
    }

    boolean pageSwapDisabled() {
        return bit(25);
    }

    private boolean bit(int index) {
        return (bits >>> index & 1) == 1;
    }
}
