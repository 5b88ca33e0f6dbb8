package dev.fiducia.attestation.snp;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.time.InstantSource;
import java.util.Optional;

/// Verifies a report apart from what it is bound to: genuine hardware, the firmware that its
/// certificate speaks of, asked for from VMPL 0.
///
/// For platforms that put a layer of their own between the report and the guest, such as Azure: the
/// caller compares report data.
public final class SnpReportVerifier {

    private final VekChains chains;
    private final VcekSources sources;
    private final AmdRevocations revocations;
    private final SnpChecks checks;
    private final SnpClaims claims;
    private final CryptoSuite crypto;
    private final InstantSource clock;

    private SnpReportVerifier(
            SnpAnchors anchors,
            CollateralService service,
            RevocationChecks revocations,
            CryptoSuite crypto,
            InstantSource clock) {
        this.chains = new VekChains(anchors, crypto);
        this.sources = new VcekSources(service, crypto);
        this.revocations = new AmdRevocations(service, revocations, crypto, clock);
        this.checks = new SnpChecks(crypto);
        this.claims = new SnpClaims(crypto);
        this.crypto = crypto;
        this.clock = clock;
    }

    /// A verifier set up as configured.
    ///
    /// @throws SnpSetupException when a configured root or address can't be used
    public static SnpReportVerifier create(
            SnpConfig config, CryptoSuite crypto, InstantSource clock) throws SnpSetupException {
        CollateralService service =
                config.service().isPresent()
                        ? config.service().get()
                        : config.open(config.openSources(), crypto, clock);
        return new SnpReportVerifier(
                SnpAnchors.load(config.extraRoots(), crypto),
                service,
                config.revocations(),
                crypto,
                clock);
    }

    /// A genuine report.
    ///
    /// @param report its fields
    /// @param claims its claims, with `report_data` and `init_data` among them; the caller's to
    ///   change
    public record Genuine(SnpReport report, ObjectNode claims) {}

    /// Verifies the bytes of a report with the one VCEK certificate (DER, or the first of a PEM
    /// text) that came with it.
    public Genuine verify(byte[] report, byte[] vcek) throws RefusedException {
        PresentedCertificates presented =
                new PresentedCertificates(
                        Optional.empty(),
                        Optional.empty(),
                        SnpCertificates.parse(vcek, crypto, "evidence.vcek"),
                        VekType.VCEK);
        return verify(SnpReport.parse(report), Optional.of(presented));
    }

    /// The checks of the specification, section 4.3.4, from the second to the seventh.
    Genuine verify(SnpReport report, Optional<PresentedCertificates> presented)
            throws RefusedException {
        checks.version(report);
        SnpProduct product = checks.product(report);
        checks.signatureAlgorithm(report);
        VekChain chain =
                presented.isPresent()
                        ? chains.build(product, presented.get())
                        : sources.chain(product, report, chains);
        chain.requireValidAt(clock.instant());
        checks.signingKey(report, chain);
        checks.signature(report, chain);
        checks.tcb(report, chain);
        checks.chip(report, product, chain);
        checks.vmpl(report);
        ObjectNode told = claims.of(report, product, chain);
        revocations.require(chain, told);
        return new Genuine(report, told);
    }
}
