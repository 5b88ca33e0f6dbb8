package dev.fiducia.attestation;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.assertj.core.api.AbstractAssert;

/// Says what holds of a verification: refused with a code, or verified with claims.
public final class VerificationResultAssert
        extends AbstractAssert<VerificationResultAssert, VerificationResult> {

    private VerificationResultAssert(VerificationResult actual) {
        super(actual, VerificationResultAssert.class);
    }

    public static VerificationResultAssert assertThat(VerificationResult actual) {
        return new VerificationResultAssert(actual);
    }

    public Refusal isRefusedAs(String code) {
        if (actual instanceof VerificationResult.Refused(Refusal refusal)) {
            if (!refusal.code().equals(code)) {
                failWithMessage("expected refusal %s, but it is %s", code, refusal.describe());
            }
            return refusal;
        }
        throw failure("expected refusal %s, but it was verified", code);
    }

    public ObjectNode isVerified() {
        if (actual instanceof VerificationResult.Verified verified
                && verified.claims().size() == 1) {
            return verified.claims().getFirst().claims();
        }
        throw failure("expected one set of claims, but got %s", actual);
    }
}
