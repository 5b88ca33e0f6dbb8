package dev.fiducia.attestation.evidence;

import dev.fiducia.attestation.Refusal;

/// Carries a refusal from the check that made it to the end of the verification, where it becomes a
/// value.
public class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.describe(), null, false, false); // expected and frequent: no stack trace
        this.refusal = refusal;
    }

    /// A refusal of the input as a whole.
    public static RefusedException of(String code, String message) {
        return new RefusedException(Refusal.of(code, message));
    }

    /// A refusal that points into the input.
    public static RefusedException at(String code, String message, String place) {
        return new RefusedException(Refusal.at(code, message, place));
    }

    /// Why it was refused.
    public Refusal refusal() {
        return refusal;
    }
}
