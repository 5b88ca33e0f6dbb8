package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.Refusal;

/// Carries a refusal from the check that made it to the end of the verification, where it becomes a
/// value.
public final class SnpRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    SnpRefusedException(Refusal refusal) {
        super(refusal.describe(), null, false, false); // expected and frequent: no stack trace
        this.refusal = refusal;
    }

    static SnpRefusedException of(String code, String message) {
        return new SnpRefusedException(Refusal.of(code, message));
    }

    static SnpRefusedException at(String code, String message, String place) {
        return new SnpRefusedException(Refusal.at(code, message, place));
    }

    /// Why it was refused.
    public Refusal refusal() {
        return refusal;
    }
}
