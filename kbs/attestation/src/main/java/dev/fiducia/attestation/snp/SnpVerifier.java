package dev.fiducia.attestation.snp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.collateral.DocumentSource;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Verifies SEV-SNP evidence: genuine hardware, the firmware that its certificate speaks of, the
/// guest asked for.
///
/// The checks run in a fixed order and the first that fails decides. What a report merely tells
/// (debug allowed, SMT, firmware levels) becomes a claim.
public final class SnpVerifier implements Verifier {

    private final SnpReportVerifier reports;
    private final SnpChecks checks;
    private final CryptoSuite crypto;

    private SnpVerifier(SnpReportVerifier reports, CryptoSuite crypto) {
        this.reports = reports;
        this.checks = new SnpChecks(crypto);
        this.crypto = crypto;
    }

    /// A verifier set up as configured.
    ///
    /// @throws SnpSetupException when a configured root or address can't be used
    public static SnpVerifier create(SnpConfig config, CryptoSuite crypto, InstantSource clock)
            throws SnpSetupException {
        return new SnpVerifier(SnpReportVerifier.create(config, crypto, clock), crypto);
    }

    /// A verifier with sources of its own.
    public static SnpVerifier create(
            SnpConfig config,
            List<? extends DocumentSource> sources,
            CryptoSuite crypto,
            InstantSource clock)
            throws SnpSetupException {
        SnpConfig own =
                new SnpConfig(
                        List.of(),
                        config.extraRoots(),
                        config.revocations(),
                        Optional.of(config.open(sources, crypto, clock)));
        return create(own, crypto, clock);
    }

    @Override
    public Tee tee() {
        return Tee.SNP;
    }

    @Override
    public VerificationResult verify(JsonNode evidence, Expectations expected) {
        try {
            return verify(SnpEvidence.parse(evidence, crypto), expected);
        } catch (RefusedException e) {
            return VerificationResult.refused(e.refusal());
        }
    }

    /// The checks of the specification, section 4.3.4, from the second on.
    VerificationResult verify(SnpEvidence evidence, Expectations expected) throws RefusedException {
        SnpReportVerifier.Genuine genuine =
                reports.verify(evidence.report(), evidence.certificates());
        checks.reportData(genuine.report(), expected.reportData());
        checks.hostData(genuine.report(), expected.initDataDigest());
        return VerificationResult.verified(
                new TeeClaims(Tee.SNP, Tee.SNP.teeClass(), genuine.claims()));
    }
}
