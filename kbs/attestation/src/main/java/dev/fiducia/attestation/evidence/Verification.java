package dev.fiducia.attestation.evidence;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;

import java.util.List;

/// Where the checks of a verifier end: in claims, or in the refusal of the first that failed.
public final class Verification {

    private Verification() {}

    /// Checks that give claims.
    ///
    /// @param <T> one set of claims, or one for each device
    @FunctionalInterface
    public interface Checks<T> {

        /// @throws RefusedException when one fails
        T claims() throws RefusedException;
    }

    /// What came of checks that give one set of claims.
    public static VerificationResult of(Checks<TeeClaims> checks) {
        return ofEach(() -> List.of(checks.claims()));
    }

    /// What came of checks that give claims for each of several devices.
    public static VerificationResult ofEach(Checks<List<TeeClaims>> checks) {
        try {
            return new VerificationResult.Verified(checks.claims());
        } catch (RefusedException e) {
            return VerificationResult.refused(e.refusal());
        }
    }

    /// The expected report data, for evidence that is worth nothing without.
    ///
    /// @param whose for people: "Evidence of CCA"
    /// @throws RefusedException when none is expected
    public static byte[] requiredReportData(Expectations expected, String whose)
            throws RefusedException {
        byte[] reportData = expected.reportData().orElse(new byte[0]);
        if (reportData.length == 0) {
            throw RefusedException.of(
                    "report-data-required", whose + " is only verified against report data");
        }
        return reportData;
    }
}
