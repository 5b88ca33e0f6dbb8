package dev.fiducia.attestation.appraisal;

/// What a trust vector claim amounts to (AR4SI section 2.3), from the least to the worst; the order
/// is the order of severity.
public enum TrustTier {
    NONE("none"),
    AFFIRMING("affirming"),
    WARNING("warning"),
    CONTRAINDICATED("contraindicated");

    private final String wireName;

    TrustTier(String wireName) {
        this.wireName = wireName;
    }

    /// The value of `ear.status`.
    public String wireName() {
        return wireName;
    }

    /// The tier of one claim's value.
    public static TrustTier of(byte value) {
        if (value >= -1 && value <= 1) {
            return NONE;
        }
        if (value >= -32 && value <= 31) {
            return AFFIRMING;
        }
        if (value >= -96 && value <= 95) {
            return WARNING;
        }
        return CONTRAINDICATED;
    }
}
