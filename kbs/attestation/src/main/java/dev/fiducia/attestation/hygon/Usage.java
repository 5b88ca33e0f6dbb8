package dev.fiducia.attestation.hygon;

/// What a Hygon key is for.
enum Usage {
    HRK(0),
    HSK(0x13),
    PEK(0x1002),
    CEK(0x1004);

    /// The algorithm of a key that signs with SM2 and SM3.
    static final long SM2_SIGN = 4;

    /// The number of SM2's curve.
    static final long SM2_CURVE = 3;

    private final long number;

    Usage(long number) {
        this.number = number;
    }

    boolean is(long found) {
        return number == found;
    }

    long number() {
        return number;
    }
}
