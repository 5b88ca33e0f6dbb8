package dev.fiducia.attestation.snp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.collateral.BoundedHttp;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

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
        List<VcekSource> sources = new ArrayList<>();
        for (SnpConfig.Source source : config.vcekSources()) {
            sources.add(open(source));
        }
        return create(config, sources, crypto, clock);
    }

    /// A verifier with sources of its own, asked in this order.
    public static SnpVerifier create(
            SnpConfig config, List<VcekSource> sources, CryptoSuite crypto, InstantSource clock)
            throws SnpSetupException {
        SnpAnchors anchors = SnpAnchors.load(config.extraRoots(), crypto);
        return new SnpVerifier(
                new SnpReportVerifier(anchors, new VcekSources(sources, crypto), crypto, clock),
                crypto);
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

    private static VcekSource open(SnpConfig.Source source) throws SnpSetupException {
        return switch (source) {
            case SnpConfig.Source.OfflineStore store -> new OfflineVcekStore(store.path());
            case SnpConfig.Source.Kds kds -> {
                try {
                    yield new KdsVcekSource(
                            kds.base(), BoundedHttp.toHostOf(kds.base(), kds.timeout()));
                } catch (IllegalArgumentException e) {
                    throw new SnpSetupException("SNP VCEK source: " + e.getMessage(), e);
                }
            }
        };
    }
}
